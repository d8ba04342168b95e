"""The Newsdesk pages: what came in, the feeds, the articles and the quarantine, as HTML for people.

Does not serve HTTP and does not check who asks: `plugins/newsdesk_web/pages.py` does, inside the Airflow UI.
"""
