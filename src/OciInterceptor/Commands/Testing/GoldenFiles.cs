using System.Text;
using OciInterceptor.Json;
using OciInterceptor.Json.Patching;
using OciInterceptor.Linux;
using OciInterceptor.Linux.Files;
using OciInterceptor.Messages;

namespace OciInterceptor.Commands.Testing;

/// <summary>Compares whole results with golden files, or writes these: one member or item a line, so that a change of one can be read.</summary>
/// <param name="input">Reads them.</param>
/// <param name="isUpdate">Whether a file that differs is written anew.</param>
internal sealed class GoldenFiles(TestInput input, bool isUpdate)
{
    private const uint Mode = 0x1A4; // 0644

    // What this run wrote: two tests with one file would otherwise replace each other's for ever.
    private readonly HashSet<string> _written = [];

    /// <summary>How a result differs from its golden file, null if it does not; and whether the file was written.</summary>
    /// <exception cref="InterceptorException">The file cannot be read, is not JSON, or cannot be written.</exception>
    internal (Mismatch? Mismatch, bool IsUpdated) Compare(JsonScalar name, string path, JsonObject result)
    {
        var text = IndentedJson.Text(result);
        JsonValue? expected = null;
        var isThere = input.Exists(path);
        try
        {
            expected = isThere ? JsonText.Parse(input.Read(path), path) : null;
        }
        // What is not JSON, such as a file with the marks of a conflict, can be written anew.
        catch (JsonFormatException) when (isUpdate)
        {
        }
        if (expected is not null && JsonValue.Same(expected, JsonText.Parse(Encoding.UTF8.GetBytes(text), path)))
        {
            return (null, false);
        }
        if (isUpdate && _written.Add(Path.GetFullPath(path)))
        {
            Write(name, path, text, isThere);
            return (null, true);
        }
        return (expected is null
            ? throw name.Error($"cannot read {path}: No such file or directory; --update writes it")
            : new Mismatch(ExpectationCheck.PlaceOf(name), isUpdate ? $"{path}, which is written by another test" : path) { Difference = [.. ReadableDiff.Between(expected, result)] }, false);
    }

    private static void Write(JsonScalar name, string path, string text, bool isThere)
    {
        try
        {
            var content = Encoding.UTF8.GetBytes(text);
            if (isThere)
            {
                AtomicFile.Replace(CString.Of(path), [content]);
            }
            else
            {
                AtomicFile.Create(CString.Of(path), Mode, content);
            }
        }
        catch (IOException e)
        {
            throw name.Error($"cannot write {path}: {e.Message}", e);
        }
    }
}
