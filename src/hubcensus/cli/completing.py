"""The command that makes a shell complete commands and options: completion."""

from pathlib import PurePath

import click
from click.shell_completion import get_completion_class

__all__ = ["completion_command"]

_NAMES = ("hubcensus", "hf-census")  # of the program


@click.command("completion")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion_command(context: click.Context, shell: str) -> None:
    """Print the script by which SHELL completes commands, options and folders: bash (4.4 or newer), zsh or fish.

    It is for the name that the program was called by: hf-census completes itself by its own.

    \b
    Example:
      echo 'eval "$(hubcensus completion bash)"' >> ~/.bashrc
      echo 'eval "$(hubcensus completion zsh)"' >> ~/.zshrc       # below the line with compinit
      hubcensus completion fish > ~/.config/fish/completions/hubcensus.fish
    """
    root = context.find_root()
    called = PurePath(root.info_name or "").name
    name = called if called in _NAMES else _NAMES[0]
    variable = f"_{name.replace('-', '_').upper()}_COMPLETE"
    writer = get_completion_class(shell)
    assert writer is not None  # it has the three
    click.echo(writer(root.command, {}, name, variable).source(), nl=False)
