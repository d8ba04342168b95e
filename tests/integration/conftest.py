from tests.postgres import empty_database, news, postgres, template

__all__ = ["empty_database", "news", "postgres", "template"]
