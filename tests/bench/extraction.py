"""Extract every page of benchmark folders: write predictions in the scorer's layout, or hold the figures against the floor.

    python -m tests.bench.extraction DATASET_DIR --out predictions.jsonl [--no-publisher-rules] [--half tune|check]
    python -m tests.bench.extraction --floor check|record [--lower] [BENCHMARK_DIR]
    python -m tests.bench.extraction --peers [--peers-python PATH] [BENCHMARK_DIR]

The second and third form need the folder with the sets and their `score.py`: the argument, or `extraction` below NEWSDESK_SHARED.
`--floor` scores every set without publisher rules; `check` fails where a figure lies below `extraction_floor.json`, `record`
raises the floor and lowers it only with --lower. `--peers` draws a table a set: without and with publisher rules, both halves,
and the other extractors that PATH (this interpreter by default) has installed. Does not score by itself.
Times are CPU milliseconds a page, the bytes already in memory.
"""

import argparse
import gzip
import hashlib
import importlib.util
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from include.newsdesk.articles import Article, UnreadablePage, extract_article
from tests.bench import extraction_table
from tests.bench.extraction_peers import NOT_INSTALLED, PEERS

FLOOR = Path(__file__).with_name("extraction_floor.json")
SETS = ("aeb", "fundus", "fundus_eval", "wcxb", "traf", "mcdate")
FIELDS = ("title", "authors", "published", "lead_image", "caption", "credit", "canonical")
TOLERANCE = 0.002
WARM_UP = 5
WORST = 10
RUNNER = Path(__file__).with_name("extraction_peers.py")


def half_of(domain: str) -> str:
    """Put a domain into one of two halves for good: rules are tuned on one and checked on the other."""
    return "tune" if hashlib.sha256(domain.encode()).digest()[0] % 2 else "check"


def prediction_of(article: Article) -> dict[str, Any]:
    """Lay out an article as the scorer wants it."""
    lead = article.lead_image
    published = article.published_at
    day = published and article.published_precision == "day"
    return {
        "body": article.body,
        "title": article.title,
        "authors": [*article.authors, *article.agencies],
        "tags": list(article.tags),
        "published": (published.date().isoformat() if day else published.isoformat()) if published else None,
        "section": article.section,
        "canonical": article.canonical_url,
        "lang": article.language,
        "image": lead and lead.url,
        "caption": lead and lead.caption,
        "credit": list(lead.credits) if lead else [],
        "kind": article.kind,
        "body_source": article.found["body"].source if "body" in article.found else "nowhere",
    }


def predict(folder: Path, half: str | None, rules: bool = True) -> list[dict[str, Any]]:
    """Extract the pages of a folder in order; a page that is refused gets no prediction."""
    lines: list[dict[str, Any]] = []
    for line in (folder / "truth.jsonl").read_text(encoding="utf-8").splitlines():
        page = json.loads(line)
        if half and half_of(page["domain"]) != half:
            continue
        html = gzip.decompress((folder / "pages" / f"{page['id']}.html.gz").read_bytes())
        try:
            for _ in range(WARM_UP if not lines else 1):
                start = time.process_time()
                article = extract_article(html, page["url"], publisher_rules=rules)
                spent = (time.process_time() - start) * 1000
        except UnreadablePage as error:
            sys.stderr.write(f"refused page={page['id']} reason={error.reason}\n")
            continue
        lines.append({"id": page["id"], **prediction_of(article), "cpu_ms": round(spent, 2)})
    return lines


def write(lines: list[dict[str, Any]], out: Path) -> None:
    """Write one JSON object a line."""
    out.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")


def figures(benchmark: Path) -> dict[str, dict[str, float]]:
    """Score every set with the benchmark's own scorer and keep the figures that have a floor."""
    kept: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        predictions, result = Path(folder, "predictions.jsonl"), Path(folder, "scores.json")
        for name in SETS:
            write(predict(benchmark / name, None, rules=False), predictions)
            files = [str(path) for path in (benchmark / "score.py", benchmark / name, predictions)]
            command = [sys.executable, *files, "--json", str(result)]
            subprocess.run(command, check=True, capture_output=True)
            kept[name] = chosen(json.loads(result.read_text(encoding="utf-8")))
    return kept


def chosen(scores: dict[str, Any]) -> dict[str, float]:
    """Choose the figures of one set: bodies, snippets, and the share of right fields."""
    figures = {f"body {name}": scores["body"][name] for name in ("F1", "page_F1", "ge95") if "body" in scores}
    if "snippets" in scores:
        figures["snippets F1"] = scores["snippets"]["F1"]
    figures |= {name: scores["fields"][name]["acc"] for name in FIELDS if scores["fields"].get(name, {}).get("acc") is not None}
    if scores["fields"].get("tags", {}).get("set_f1") is not None:
        figures["tags set F1"] = scores["fields"]["tags"]["set_f1"]
    return figures


def hold_floor(benchmark: Path, action: str, lower: bool) -> None:
    """Check the figures against the floor, or record them as the new one; exits with 1 where something fell."""
    now = figures(benchmark)
    floor = json.loads(FLOOR.read_text(encoding="utf-8")) if FLOOR.exists() else {}
    fallen = [
        f"{name} {key}: {now.get(name, {}).get(key)} is below {value}"
        for name, values in floor.items()
        for key, value in values.items()
        if (now.get(name, {}).get(key) or 0) < value - TOLERANCE
    ]
    sys.stdout.write("\n".join(fallen or ["every figure is at its floor or above"]) + "\n")
    if action == "record" and (lower or not fallen):
        FLOOR.write_text(json.dumps(now, indent=1) + "\n", encoding="utf-8")
    elif fallen:
        sys.exit(1)


def compare(benchmark: Path, python: str) -> None:
    """Print a table a set with the other extractors beside ours, then our ten worst pages."""
    score, worst = scorer(benchmark), []
    for name in SETS:
        folder = benchmark / name
        rows = score.read(folder / "truth.jsonl")
        ours = {rules: predict(folder, None, rules) for rules in (False, True)}
        halves = {half: [row for row in rows if half_of(row["domain"]) == half] for half in ("tune", "check")}
        scores = {"newsdesk": score.evaluate(rows, by_id(ours[False]))[0]}
        scores |= {f"newsdesk, {half}": score.evaluate(kept, by_id(ours[False]))[0] for half, kept in halves.items()}
        scores["newsdesk, rules"] = score.evaluate(rows, by_id(ours[True]))[0]
        for peer in PEERS:
            predictions = predicted_by(peer, folder, python)
            if predictions is not None:
                scores[peer] = score.evaluate(rows, by_id(predictions))[0]
        sys.stdout.write(extraction_table.compared(f"{name}, {len(rows)} pages", scores) + "\n")
        sys.stdout.flush()
        lines = by_id(ours[False])
        for page in score.evaluate(rows, lines)[1]:
            line = lines.get(page[3], {})
            worst.append((name, page, line.get("kind", "refused"), line.get("body_source", "nowhere")))
    sys.stdout.write(extraction_table.worst(worst, WORST) + "\n")


def scorer(benchmark: Path) -> Any:
    """Load the benchmark's own scorer as a module."""
    spec = importlib.util.spec_from_file_location("score", benchmark / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def by_id(lines: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Index predictions as the scorer wants them."""
    return {line["id"]: line for line in lines}


def predicted_by(peer: str, folder: Path, python: str) -> list[dict[str, Any]] | None:
    """Run one other extractor in its interpreter; None where it is not installed there."""
    with tempfile.TemporaryDirectory() as place:
        out = Path(place, "predictions.jsonl")
        interpreter = sys.executable if peer == extraction_table.TIMED_BY else python
        command = [interpreter, str(RUNNER), peer, str(folder), str(out)]
        ended = subprocess.run(command, check=False, stderr=subprocess.PIPE, text=True)
        if ended.returncode == NOT_INSTALLED:
            sys.stderr.write(ended.stderr.splitlines()[-1] + "\n")
            return None
        ended.check_returncode()
        return [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]


def main() -> None:
    """Read the arguments; write predictions or hold the floor."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("folder", type=Path, nargs="?")
    arguments.add_argument("--out", type=Path)
    arguments.add_argument("--half", choices=("tune", "check"))
    arguments.add_argument("--no-publisher-rules", action="store_true")
    arguments.add_argument("--floor", choices=("check", "record"))
    arguments.add_argument("--lower", action="store_true")
    arguments.add_argument("--peers", action="store_true")
    arguments.add_argument("--peers-python", default=sys.executable)
    options = arguments.parse_args()
    folder = options.folder or Path(os.environ.get("NEWSDESK_SHARED", "."), "extraction")
    wanted = folder / "score.py" if options.floor or options.peers else folder / "truth.jsonl"
    if not wanted.exists():
        sys.exit(f"no benchmark data: {wanted} is missing")
    if options.floor:
        hold_floor(folder, options.floor, options.lower)
    elif options.peers:
        compare(folder, options.peers_python)
    elif options.out:
        write(predict(folder, options.half, not options.no_publisher_rules), options.out)
    else:
        arguments.error("--out, --floor or --peers is needed")


if __name__ == "__main__":
    main()
