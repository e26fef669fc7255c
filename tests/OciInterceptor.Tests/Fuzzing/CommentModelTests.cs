using System.Text;
using Fuzz.Models;

namespace OciInterceptor.Tests.Fuzzing;

public sealed class CommentModelTests
{
    [Theory]
    [InlineData("1 // a\n2", "1     \n2")]
    [InlineData("1 // a\r2", "1     \r2")]
    [InlineData("1 //", "1   ")]
    [InlineData("1 //&\n2", "1    \n2")]
    [InlineData("/**/1/*\n*/", "    1     ")]
    [InlineData("/*/ 1", "/*/ 1")]
    [InlineData("\"// a\" // b", "\"// a\"     ")]
    [InlineData("\"\\\"// a\"/**/", "\"\\\"// a\"    ")]
    [InlineData("\"\\\\\"// a", "\"\\\\\"    ")]
    [InlineData("\"open // a", "\"open // a")]
    [InlineData("\"\\", "\"\\")]
    [InlineData("a / b", "a / b")]
    public void Comments_become_blanks(string text, string blank) => Encoding.UTF8.GetString(CommentModel.Blank(Encoding.UTF8.GetBytes(text))).Should().Be(blank);
}
