"""Postgres: connections, migrations, roles, and every statement as a `.sql` file.

Does not decide anything: the stages do, and pass rows and parameters.
"""
