"""The OpenSearch client, and its errors in our words."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from opensearchpy import OpenSearch
from opensearchpy.exceptions import (
    AuthenticationException,
    AuthorizationException,
    ConnectionError,
    NotFoundError,
    OpenSearchException,
    TransportError,
)

from indexer.engine import BUILD, EngineError, EngineUnavailableError
from indexer.opensearch.address import Address

SEARCH_TIMEOUT_S = 5
"""People wait for it; a search takes milliseconds."""

RETRIES = 2
"""On other hosts, when one cannot be reached. Writes may be repeated: late ones never win."""

POOLED_CONNECTIONS = 32
"""A host; as many as threads of a web server ask at once."""

OVERLOADED = (429, 502, 503, 504)


BODIES_ARE_LOGGED_BELOW = {"opensearch": logging.INFO, "opensearchpy.trace": logging.CRITICAL}
"""The client writes what is asked to one logger at DEBUG and to the other at INFO."""

for _name, _level in BODIES_ARE_LOGGED_BELOW.items():
    logging.getLogger(_name).setLevel(_level)


def client_of(address: Address) -> OpenSearch:
    """A client of all hosts, for any number of threads. It asks nothing yet."""
    is_named = address.user is not None
    return OpenSearch(
        hosts=[{"host": host, "port": port} for host, port in address.hosts],
        http_auth=(address.user, address.password or "") if is_named else None,
        use_ssl=address.is_encrypted,
        verify_certs=address.is_encrypted,
        ca_certs=address.ca_file,
        http_compress=True,
        timeout=SEARCH_TIMEOUT_S,
        max_retries=RETRIES,
        retry_on_timeout=True,
        pool_maxsize=POOLED_CONNECTIONS,
    )


@contextmanager
def translated(address: Address) -> Iterator[None]:
    """What the client says, in our words and with what to do. Never what was asked: a search is
    nobody's business, and the server repeats it in its errors."""
    try:
        yield
    except NotFoundError:
        raise EngineUnavailableError(f"there is no search index yet: run `{BUILD}`") from None
    except ConnectionError as error:
        raise EngineUnavailableError(
            f"the search engine at {address.shown} cannot be reached ({type(error).__name__}): "
            "see that it runs, and WELLKEPT_SEARCH_URL"
        ) from None
    except (AuthenticationException, AuthorizationException) as error:
        raise EngineUnavailableError(
            f"the search engine at {address.shown} refuses us ({error.status_code}): see user and "
            "password in WELLKEPT_SEARCH_URL, and what they are allowed to do"
        ) from None
    except TransportError as error:
        raise _failure(address, error) from None
    except OpenSearchException as error:
        raise EngineError(f"the search engine failed: {type(error).__name__}") from None


def _failure(address: Address, error: TransportError) -> EngineError:
    if error.status_code in OVERLOADED:
        return EngineUnavailableError(
            f"the search engine at {address.shown} is overloaded ({error.status_code}): try again"
        )
    return EngineError(f"the search engine refused a request: {error.status_code} {error.error}")
