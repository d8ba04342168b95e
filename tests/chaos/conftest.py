from tests.postgres import news, postgres, template

__all__ = ["news", "postgres", "template"]
