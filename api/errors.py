"""Errors of the API, and how any Pathloom error looks to a GraphQL or REST caller."""

from dataclasses import dataclass

from ontology.errors import ErrorKind, PathloomError


class ApiError(PathloomError):
    """Base of the errors of this room."""

    code = "API"
    kind = ErrorKind.BAD_INPUT
    message_zh = "接口出错。"
    hint_zh = "请检查请求内容。"


class SchemaBindingError(ApiError):
    """The SDL and the resolvers do not fit together: a field without resolver, or a resolver without field."""

    code = "SCHEMA_BINDING"
    kind = ErrorKind.INTERNAL
    message_zh = "接口定义与实现不一致。"
    hint_zh = "请让接口定义与解析函数一致。"


class RequestError(ApiError):
    """A request that is refused before anything is computed; `status` is the HTTP status."""

    code = "BAD_REQUEST"
    kind = ErrorKind.USAGE
    message_zh = "请求格式不正确。"
    hint_zh = "请按 /docs 的说明更正请求。"
    status = 400


class BodyTooLargeError(RequestError):
    """A request body over the limit."""

    code = "BODY_TOO_LARGE"
    message_zh = "请求内容过大。"
    hint_zh = "请缩小请求内容，或分多次发送。"
    status = 413


class MediaTypeError(RequestError):
    """A request body of a type that is not read here."""

    code = "UNSUPPORTED_MEDIA_TYPE"
    message_zh = "不支持的内容类型。"
    hint_zh = "请使用受支持的内容类型，例如 application/json。"
    status = 415


class JsonError(RequestError):
    """A body that is no JSON, or JSON of the wrong shape."""

    code = "BAD_JSON"
    message_zh = "请求内容不是有效的 JSON。"
    hint_zh = "请发送 UTF-8 编码、形状正确的 JSON。"


class QueryTooDeepError(RequestError):
    """A GraphQL document nested deeper than `ApiSettings.max_depth`."""

    code = "QUERY_TOO_DEEP"
    message_zh = "查询嵌套过深。"
    hint_zh = "请减少嵌套层数，分成几次查询。"


class QueryTooCostlyError(RequestError):
    """A GraphQL operation whose cost is over `ApiSettings.max_cost`."""

    code = "QUERY_TOO_COSTLY"
    message_zh = "查询开销过大。"
    hint_zh = "请少取一些条目或字段，分成几次查询。"


class QueryTooLargeError(RequestError):
    """A GraphQL document with too many tokens, fields, aliases, fragments, directives or variables."""

    code = "QUERY_TOO_LARGE"
    message_zh = "查询过长。"
    hint_zh = "请减少字段、别名或片段，分成几次查询。"


class OverloadedError(RequestError):
    """Too many requests wait already."""

    code = "OVERLOADED"
    kind = ErrorKind.UNAVAILABLE
    message_zh = "服务器繁忙，请稍后再试。"
    hint_zh = "请稍候再试。"
    status = 503


class RequestTimeoutError(RequestError):
    """An answer took longer than `ApiSettings.timeout_s`."""

    code = "TIMEOUT"
    kind = ErrorKind.UNAVAILABLE
    message_zh = "处理超时。"
    hint_zh = "请缩小问题，或稍后再试。"
    status = 504


class CursorError(ApiError):
    """A cursor or page size that cannot be used."""

    code = "BAD_CURSOR"
    message_zh = "分页游标无效。"
    hint_zh = "请使用上一页返回的游标，每页条数不超过上限。"


class PersonInputError(ApiError):
    """A description of a person, a document or constraints that cannot be used."""

    code = "BAD_PERSON"
    message_zh = "个人信息格式不正确。"
    hint_zh = "请按接口说明填写个人信息、文档和条件。"


class SampleError(ApiError):
    """A sample person that ships with the program and cannot be used."""

    code = "BAD_SAMPLE"
    kind = ErrorKind.INTERNAL
    message_zh = "示例人物无法读取。"
    hint_zh = "请恢复随程序附带的示例文件。"


class DateInputError(ApiError):
    """A date that is none, for example 2026-02-30, or not written as YYYY-MM-DD."""

    code = "BAD_DATE"
    message_zh = "日期无效。"
    hint_zh = "请写成 YYYY-MM-DD，例如 2026-11-22。"


class NoSuchPageError(RequestError):
    """A path that is not served."""

    code = "NO_SUCH_PAGE"
    kind = ErrorKind.NOT_FOUND
    message_zh = "页面不存在。"
    hint_zh = "请核对路径；可用的路径见 /docs。"
    status = 404


class NotAcceptableError(RequestError):
    """An answer has none of the forms that the caller takes."""

    code = "NOT_ACCEPTABLE"
    message_zh = "没有您所要求格式的回答。"
    hint_zh = "请更改 Accept 请求头。"
    status = 406


class SparqlRequestError(RequestError):
    """A SPARQL request without exactly one query."""

    code = "SPARQL_REQUEST"
    message_zh = "SPARQL 请求不符合协议。"
    hint_zh = "请只发送一个 query 参数。"


class SparqlSyntaxError(RequestError):
    """A SPARQL query that cannot be read; the message says where."""

    code = "SPARQL_SYNTAX"
    message_zh = "SPARQL 查询有语法错误。"
    hint_zh = "请按所示位置更正查询，并声明所有前缀。"


class SparqlReadOnlyError(RequestError):
    """A SPARQL update."""

    code = "SPARQL_READ_ONLY"
    message_zh = "图谱只读，不接受 SPARQL 更新。"
    hint_zh = "请使用 SELECT、ASK 或 CONSTRUCT。"
    status = 403


class SparqlRefusedError(RequestError):
    """A SPARQL query of a kind that is not answered: DESCRIBE, or one that fetches from elsewhere."""

    code = "SPARQL_REFUSED"
    message_zh = "此类 SPARQL 查询不予回答。"
    hint_zh = "请去掉 DESCRIBE、FROM 或 SERVICE。"


class SparqlTimeoutError(RequestError):
    """A SPARQL query that took longer than `ApiSettings.sparql_timeout_s`."""

    code = "SPARQL_TIMEOUT"
    kind = ErrorKind.UNAVAILABLE
    message_zh = "SPARQL 查询超时，已停止。"
    hint_zh = "请缩小查询范围，或导出整个图谱（pathloom export rdf DIR）后自行查询。"
    status = 504


class SparqlTooLargeError(RequestError):
    """A SPARQL answer with too many rows or bytes, or one that needs too much memory."""

    code = "SPARQL_TOO_LARGE"
    message_zh = "SPARQL 查询的结果过大。"
    hint_zh = "请缩小查询范围，或加上 LIMIT。"


class SparqlOffError(RequestError):
    """The SPARQL endpoint is switched off."""

    code = "SPARQL_OFF"
    kind = ErrorKind.NOT_FOUND
    message_zh = "此处未开启 SPARQL 查询。"
    hint_zh = "请设置 PATHLOOM_SPARQL=1 后重启服务。"
    status = 404


class SparqlUnavailableError(RequestError):
    """The process that holds the graph for SPARQL cannot be started, or ended."""

    code = "SPARQL_UNAVAILABLE"
    kind = ErrorKind.UNAVAILABLE
    message_zh = "SPARQL 查询暂不可用。"
    hint_zh = "请稍后再试，或安装附加包：pip install 'pathloom[rdf]'。"
    status = 503


#: HTTP status of each kind of error.
STATUS = {
    ErrorKind.INTERNAL: 500,
    ErrorKind.USAGE: 400,
    ErrorKind.NOT_FOUND: 404,
    ErrorKind.BAD_INPUT: 422,
    ErrorKind.DATA_MISSING: 503,
    ErrorKind.UNAVAILABLE: 503,
}

#: GraphQL `extensions.code` of each kind of error; `extensions.reason` holds the error's own stable code.
GRAPHQL_CODE = {
    ErrorKind.INTERNAL: "INTERNAL_SERVER_ERROR",
    ErrorKind.USAGE: "BAD_REQUEST",
    ErrorKind.NOT_FOUND: "NOT_FOUND",
    ErrorKind.BAD_INPUT: "BAD_USER_INPUT",
    ErrorKind.DATA_MISSING: "DATA_MISSING",
    ErrorKind.UNAVAILABLE: "UNAVAILABLE",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """An error as a caller sees it: nothing internal, and the request id to ask an operator with."""

    status: int
    kind: ErrorKind
    code: str
    message: str
    message_zh: str
    hint: str
    hint_zh: str

    def body(self, request_id: str) -> dict[str, object]:
        """The JSON body of a REST answer."""
        return {
            "error": {
                "code": self.code,
                "message": self.message,
                "message_zh": self.message_zh,
                "hint": self.hint,
                "hint_zh": self.hint_zh,
                "request_id": request_id,
            },
        }


def describe(error: BaseException) -> Problem:
    """Turn any error into what a caller may see; an error that is ours alone is masked."""
    if isinstance(error, PathloomError) and error.kind is not ErrorKind.INTERNAL:
        status = error.status if isinstance(error, RequestError) else STATUS[error.kind]
        return Problem(status, error.kind, error.code, error.message, error.message_zh, error.hint, error.hint_zh)
    return Problem(
        500,
        ErrorKind.INTERNAL,
        "INTERNAL_SERVER_ERROR",
        "Something went wrong on our side.",
        PathloomError.message_zh,
        "Try again; if it happens again, report it with the request id.",
        "请重试；若仍出错，请附上请求编号报告。",
    )
