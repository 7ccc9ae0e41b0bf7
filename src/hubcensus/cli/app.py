"""The program: its commands by name, each imported when it is called, and its errors as sentences."""

import os
import signal
import sys
from importlib import import_module

import click
from click.shell_completion import CompletionItem

from hubcensus import __version__
from hubcensus.cli.text import printable
from hubcensus.errors import CensusError, UsageError

__all__ = ["main"]

_COMMANDS = {
    "demo": ("hubs", "Try everything on a made-up Hub: no network, no token, a minute."),
    "doctor": ("doctoring", "Say whether the Hub still answers as this tool assumes, and with which quota."),
    "plan": ("collecting", "Say what a census would cost, before it starts."),
    "collect": ("collecting", "Read the Hub into a census, or go on where that stopped."),
    "import": ("collecting", "Take a recorded listing as a snapshot, instead of asking the Hub."),
    "status": ("looking", "Say how far a census is, and what is missing and why."),
    "audit": ("looking", "Say what a census saw and did not see, and check that it adds up."),
    "diff": ("looking", "Say what changed between two snapshots."),
    "people": ("people", "Say who may be one person and who may be a bot, and decide on it."),
    "networks": ("studying", "Build the networks, overall and by subfield."),
    "study": ("studying", "Answer the three questions: tables, networks, findings."),
    "findings": ("numbers", "Print the numbers, also by subfield, year, licence or kind of owner."),
    "replicate": ("replicating", "Set the published results of a study beside a census."),
    "report": ("studying", "Write the page, after the study."),
    "explore": ("exploring", "Open the page in the browser, or serve the tables to look into."),
    "export": ("studying", "Write the census in other formats."),
    "sql": ("studying", "Ask the tables in SQL."),
    "completion": ("completing", "Print what makes a shell complete commands and options."),
    "standin": ("hubs", "Serve a stand-in Hub on loopback."),
}


class _Lazy(click.Group):
    """A group that knows its commands by name and imports one when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            if ctx.resilient_parsing:  # a shell asks what could come next
                return None
            raise click.exceptions.NoSuchCommand(cmd_name, possibilities=_COMMANDS, ctx=ctx)
        module = import_module(f"hubcensus.cli.{_COMMANDS[cmd_name][0]}")
        command: click.Command = getattr(module, f"{cmd_name}_command")
        return command

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem[str]]:
        found = [
            CompletionItem(name, help=text) for name, (_, text) in _COMMANDS.items() if name.startswith(incomplete)
        ]
        return found + click.Command.shell_complete(self, ctx, incomplete)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in _COMMANDS.items()])


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="hubcensus")
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
def app(debug: bool) -> None:
    """Take a census of development activity on the Hugging Face Hub.

    It collects models, datasets and spaces, builds the network of developers who collaborate and the
    network of spaces that depend on models, and answers three questions: what are typical patterns of
    activity, what is the social structure of the community, and how is model adoption distributed.

    \b
    Example:
      hubcensus demo
      hubcensus collect my-census --author openai-community
      hubcensus report my-census --open

    Exit status: 0 done, 1 failed, 2 wrong usage, 3 stopped but resumable, 130 interrupted.
    """


_INTERRUPTED = "interrupted; nothing that was read is lost, and the same command goes on"


def main() -> None:
    """Run the program and end the process with its exit status."""
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")  # the client would ask the Hub one thing more
    debug = "--debug" in sys.argv[1:2]
    sys.stdin = sys.stdin or open(os.devnull)  # noqa: PTH123, SIM115 - they were closed before we began
    sys.stdout, sys.stderr = (each or open(os.devnull, "w") for each in (sys.stdout, sys.stderr))  # noqa: PTH123, SIM115
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        if any("\udc80" <= letter <= "\udcff" for argument in sys.argv for letter in argument):
            raise UsageError("an argument is no UTF-8 text: names of folders and repositories have to be")
        status = app(standalone_mode=False) or 0
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        status = error.exit_code
    except (click.Abort, KeyboardInterrupt):
        status = _say(_INTERRUPTED, 130)
    except BrokenPipeError:
        status = 0
        sys.stdout = open(os.devnull, "w")  # noqa: PTH123, SIM115 - nobody reads what is left
    except CensusError as error:
        if debug:
            raise
        status = _say(str(error), error.exit_code)
    except OSError as error:
        if debug:
            raise
        status = _say(f"{error.strerror or error}: {error.filename or 'the output'} cannot be written", 1)
    except BaseException as error:
        if isinstance(error, SystemExit) or debug:
            raise
        if str(error) == "Query interrupted":  # by Ctrl-C, as DuckDB says it
            sys.exit(_say(_INTERRUPTED, 130))
        if "parquet" in str(error).lower():  # polars and DuckDB, on a file that was written whole
            sentence = "a file in tables, people or networks is damaged: delete these folders, they are made again"
            sys.exit(_say(f"{sentence} ({str(error).splitlines()[0]})", 1))
        status = _say(
            f"something unexpected happened, which is a fault of hubcensus ({type(error).__name__}: {error}); "
            "`hubcensus --debug ...` shows where. The census is untouched by it",
            1,
        )
    sys.exit(status)


def _say(sentence: str, status: int) -> int:
    click.echo(f"hubcensus: {printable(sentence).rstrip('.')}.", err=True)
    return status
