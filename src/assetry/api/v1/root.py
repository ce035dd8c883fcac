"""The API, version 1."""

from ninja import NinjaAPI

api = NinjaAPI(title="Assetry", version="1", urls_namespace="api-v1", docs_url=None)
