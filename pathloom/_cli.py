"""The command line: options that all commands share, and commands that are imported when they are called."""

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import click

from pathloom._language import say

if TYPE_CHECKING:
    from pathloom._engine import Engine
    from pathloom._settings import Settings

_Function = TypeVar("_Function", bound=Callable[..., Any])

#: command -> (module that holds it, help in English, help in Chinese)
COMMANDS = {
    "run": (
        "run",
        "Build the graph, answer for two sample people, serve.",
        "构建图谱，为两位示例人物作答，并启动服务。",
    ),
    "serve": ("serve", "Serve GraphQL, REST and the page.", "启动 GraphQL、REST 与网页服务。"),
    "import": ("imports", "Bring data into the store.", "把数据导入存储。"),
    "diff": ("releases", "Compare two releases of ESCO.", "比较 ESCO 的两个版本。"),
    "migrate": ("releases", "Bring the store to a later release of ESCO.", "把存储迁移到 ESCO 的新版本。"),
    "stats": ("data", "Count what the store holds.", "统计存储中的内容。"),
    "extract": ("answers", "Read a resume or posting, with evidence.", "读取简历或招聘信息，附证据。"),
    "transition": ("transitions", "Score moves between occupations.", "评估职业之间的转换。"),
    "link": ("transitions", "Link texts to skills or occupations.", "把文本链接到技能或职业。"),
    "map-code": ("codes", "Map a code to another classification.", "把代码映射到另一职业分类。"),
    "paths": ("answers", "Find career paths for a person.", "为个人寻找职业路径。"),
    "benefits": ("benefits", "Check benefits against facts.", "按事实核对政策待遇。"),
    "routes": ("routes", "Say in which order to claim benefits.", "给出待遇的办理顺序。"),
    "record": ("records", "Decide and write a decision record.", "核对待遇并写出决定记录。"),
    "replay": ("records", "Re-evaluate a decision record.", "重算一份决定记录。"),
    "exchange": ("exchange", "Exchange rules with other systems.", "与其他系统交换规则。"),
    "reviews": ("reviews", "Decisions that two people must look at.", "须由两人复核的决定。"),
    "ask": ("questions", "Say which fact to ask for next.", "指出接下来最该问的事实。"),
    "form": ("benefits", "Show which facts the rules ask.", "列出规则所问的事实。"),
    "plan": ("answers", "Make a funded month-by-month plan.", "生成逐月的资金计划。"),
    "finance": ("finance", "Weigh loans and small-business plans.", "衡量贷款与小微经营计划。"),
    "train": ("data", "Train graph embeddings on the loaded graph.", "在已加载的图谱上训练图嵌入。"),
    "export": ("data", "Write the graph as RDF, GraphML or CSV.", "导出图谱为 RDF、GraphML 或 CSV。"),
    "rules": ("rules", "Check rule files.", "检查规则文件。"),
    "check": ("check", "Check tables of labels and matches.", "检查标签与对应关系表格。"),
    "doctor": ("data", "Check this installation.", "检查本机安装。"),
}


@dataclass(slots=True)
class Options:
    """What was given before or after the command's name."""

    store: str | None = None
    language: str | None = None
    as_json: bool = False

    def settings(self) -> "Settings":
        """The settings, with these options over the environment."""
        from pathloom._settings import read_settings

        return read_settings(store=self.store, language=self.language)

    def engine(self) -> "Engine":
        """An engine on the store; the commands that answer need one with data in it."""
        from pathloom._engine import Engine

        return Engine(self.settings())


class _LazyGroup(click.Group):
    """Imports a command's module only when the command runs; the overview needs none of them."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 -- click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 -- click's signature
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"pathloom.commands.{COMMANDS[cmd_name][0]}")
        command = getattr(module, f"{cmd_name.replace('-', '_')}_command")
        if not isinstance(command, click.Command):
            raise TypeError(f"pathloom.commands has no command {cmd_name}")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 -- click's signature
        with formatter.section(say("Commands", "命令")):
            formatter.write_dl([(name, say(en, zh)) for name, (_, en, zh) in COMMANDS.items()])


def shared_options(function: _Function) -> _Function:
    """Give a command --json, --lang and --store; they win over the same options before its name."""

    def keep(ctx: click.Context, parameter: click.Parameter, value: object) -> object:
        options = ctx.ensure_object(Options)
        if value and parameter.name:
            setattr(options, parameter.name, value)
        return value

    for option in (
        click.option("--json", "as_json", is_flag=True, expose_value=False, callback=keep,
                     help=say("One JSON document on stdout.", "在标准输出打印一个 JSON 文档。")),
        click.option("--lang", "language", type=click.Choice(["zh", "en"]), expose_value=False, callback=keep,
                     help=say("Language of texts.", "文本语言。")),
        click.option("--store", metavar="URL", expose_value=False, callback=keep,
                     help=say("sqlite:///PATH or bolt://HOST:PORT.", "sqlite:///路径 或 bolt://主机:端口。")),
    ):  # fmt: skip
        function = option(function)
    return function


@click.group(
    cls=_LazyGroup,
    help=say(
        "Pathloom: which occupations a person can move to, and which benefits carry them there, with reasons.\n\n"
        "Exit status: 0 done, 1 internal fault, 2 usage, 3 not found, 4 bad input, 5 data missing or unavailable,"
        " 6 compared and different.",
        "Pathloom：一个人可以转向哪些职业、哪些待遇能一路支持，并说明理由。\n\n"
        "退出状态：0 完成，1 内部故障，2 用法错误，3 未找到，4 输入有误，5 数据缺失或不可用，6 比对不一致。",
    ),
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(package_name="pathloom")
@shared_options
def cli() -> None:
    """Documented in `help` above, in both languages."""


pass_options = click.make_pass_decorator(Options, ensure=True)
