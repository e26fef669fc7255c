using System.Text;

namespace OciInterceptor.Engines.Docker;

/// <summary>An archive of one program, in the ustar format (tar(5)).</summary>
internal static class TarArchive
{
    private const int Block = 512;

    /// <param name="name">The program's name, ASCII of at most 100 letters.</param>
    /// <param name="content">Its bytes.</param>
    internal static byte[] Of(string name, byte[] content)
    {
        var archive = new byte[Block + ((content.Length + Block - 1) / Block * Block) + (2 * Block)];
        Put(0, name);
        Put(100, "0000755");
        Put(108, "0000000");
        Put(116, "0000000");
        Put(124, Octal(content.Length, 11));
        Put(136, Octal(0, 11));
        Put(148, "        "); // the checksum is computed with blanks in its own place
        Put(156, "0");
        Put(257, "ustar\000");
        var sum = 0;
        foreach (var value in archive.AsSpan(0, Block))
        {
            sum += value;
        }
        Put(148, Octal(sum, 6) + "\0 ");
        content.CopyTo(archive, Block);
        return archive;

        void Put(int at, string text) => Encoding.ASCII.GetBytes(text, archive.AsSpan(at));
    }

    private static string Octal(int number, int length) => Convert.ToString(number, 8).PadLeft(length, '0');
}
