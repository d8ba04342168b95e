"""Plain text tables of the command line."""

from include.newsdesk.cli.tables import draw_table


def test_numbers_stand_to_the_right_and_text_to_the_left() -> None:
    drawn = draw_table([{"feed": "Küste", "seen": 7}, {"feed": "a", "seen": 120}], indent="")
    assert drawn == "feed   seen\n-----  ----\nKüste     7\na       120\n"


def test_no_rows_are_said() -> None:
    assert draw_table([]) == "  (no rows)\n"


def test_a_row_stays_on_its_line() -> None:
    assert "two lines" in draw_table([{"title": "two\nlines", "language": None}])


def test_wide_letters_take_two_columns() -> None:
    assert draw_table([{"p": "港湾", "n": 1}, {"p": "Faro", "n": 2}], indent="") == "p     n\n----  -\n港湾  1\nFaro  2\n"
