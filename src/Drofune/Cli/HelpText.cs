namespace Drofune.Cli;

/// <summary>What --help and --usage print.</summary>
internal static class HelpText
{
    private const string Usage =
        """
        Usage: drofune run [--pivot-root] [--drop-caps] [--state DIR] COMMAND [ARGUMENT...]
               drofune exec [--secure-join] [--clone-binary] [--drop-caps] [--state DIR] COMMAND [ARGUMENT...]

        """;

    private const string Options =
        """

        A container runtime to learn from. Without options it has the flaws that runtimes once had;
        each option is what was done about one of them. docs/drofune has a page for each.

        run: starts a container over a copy-on-write view of this machine's root directory
          --pivot-root    change the root directory by pivot_root(2), not by chroot(2)
          --drop-caps     keep Docker's default capabilities without CAP_SYS_CHROOT, not all

        exec: starts a command in the running container
          --secure-join   enter all of the container's namespaces before there is a process in them
          --clone-binary  enter from a sealed copy of this program in memory
          --drop-caps     as for run

        both:
          --state DIR     the directory of the pid file and of the container (/run/drofune);
                          there is one container at a time in each

        The exit code is the command's, 128 and the number of the signal that ended it, 127 or 126 when it
        could not be executed, 1 for a failure of drofune's own and 2 for a wrong command line. Needs root.

        """;

    internal static int Print()
    {
        Message.Output(Usage + Options);
        return 0;
    }

    internal static int PrintUsage()
    {
        Message.Output(Usage);
        return 0;
    }
}
