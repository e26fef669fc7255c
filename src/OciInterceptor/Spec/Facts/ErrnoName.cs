using OciInterceptor.Messages;

namespace OciInterceptor.Spec.Facts;

/// <summary>Names of error numbers (errno(3)) as x86-64, arm64 and most other processors number them (asm-generic/errno.h).</summary>
internal static class ErrnoName
{
    // In the order of their numbers, from 1 on; a dash where the number has no name of its own.
    private const string Names = """
        EPERM ENOENT ESRCH EINTR EIO ENXIO E2BIG ENOEXEC EBADF ECHILD EAGAIN ENOMEM EACCES EFAULT ENOTBLK EBUSY EEXIST EXDEV ENODEV ENOTDIR
        EISDIR EINVAL ENFILE EMFILE ENOTTY ETXTBSY EFBIG ENOSPC ESPIPE EROFS EMLINK EPIPE EDOM ERANGE EDEADLK ENAMETOOLONG ENOLCK ENOSYS ENOTEMPTY ELOOP
        - ENOMSG EIDRM ECHRNG EL2NSYNC EL3HLT EL3RST ELNRNG EUNATCH ENOCSI EL2HLT EBADE EBADR EXFULL ENOANO EBADRQC EBADSLT - EBFONT ENOSTR
        ENODATA ETIME ENOSR ENONET ENOPKG EREMOTE ENOLINK EADV ESRMNT ECOMM EPROTO EMULTIHOP EDOTDOT EBADMSG EOVERFLOW ENOTUNIQ EBADFD EREMCHG ELIBACC ELIBBAD
        ELIBSCN ELIBMAX ELIBEXEC EILSEQ ERESTART ESTRPIPE EUSERS ENOTSOCK EDESTADDRREQ EMSGSIZE
        EPROTOTYPE ENOPROTOOPT EPROTONOSUPPORT ESOCKTNOSUPPORT EOPNOTSUPP EPFNOSUPPORT EAFNOSUPPORT EADDRINUSE EADDRNOTAVAIL ENETDOWN
        ENETUNREACH ENETRESET ECONNABORTED ECONNRESET ENOBUFS EISCONN ENOTCONN ESHUTDOWN ETOOMANYREFS ETIMEDOUT
        ECONNREFUSED EHOSTDOWN EHOSTUNREACH EALREADY EINPROGRESS ESTALE EUCLEAN ENOTNAM ENAVAIL EISNAM EREMOTEIO EDQUOT ENOMEDIUM EMEDIUMTYPE ECANCELED
        ENOKEY EKEYEXPIRED EKEYREVOKED EKEYREJECTED EOWNERDEAD ENOTRECOVERABLE ERFKILL EHWPOISON
        """;

    /// <summary>The names, those that are second names of a number last.</summary>
    internal static ImmutableArray<string> All => [.. Numbered().Where(static name => name != "-"), "EWOULDBLOCK", "EDEADLOCK", "ENOTSUP"];

    /// <summary>The number of a name; null for an unknown one.</summary>
    internal static uint? Number(string name) => name switch
    {
        "EWOULDBLOCK" => Number("EAGAIN"),
        "EDEADLOCK" => Number("EDEADLK"),
        "ENOTSUP" => Number("EOPNOTSUPP"),
        "-" => null,
        _ => NumberIn(Names, name),
    };

    /// <summary>What is said of an unknown name. That all begin with E makes none of them near.</summary>
    internal static string Hint(string name) => NearestName.Hint(name, All.RemoveAll(known => NearestName.IsFar(name, known, shared: 1)));

    private static uint? NumberIn(ReadOnlySpan<char> names, string name)
    {
        var number = 1u;
        while (names.IndexOfAny(' ', '\n') is >= 0 and var end)
        {
            if (names[..end].SequenceEqual(name))
            {
                return number;
            }
            number += end > 0 ? 1u : 0;
            names = names[(end + 1)..];
        }
        return names.SequenceEqual(name) ? number : null;
    }

    private static string[] Numbered() => Names.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
}
