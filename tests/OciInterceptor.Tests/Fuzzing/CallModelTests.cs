using Fuzz.Models;

namespace OciInterceptor.Tests.Fuzzing;

public sealed class CallModelTests
{
    [Theory]
    [InlineData("--root /r create --bundle /b c1", "verb=create document=configuration bundle=/b config= process= id=c1 log= format= no-pivot=False described=False faulty=False forwarded=[--root|/r|create|--bundle|/b|c1]")]
    [InlineData("--oi-env A=1 --log /l --log-format json exec -p /p c1 --oi-help", "verb=exec document=process bundle= config= process=/p id=c1 log=/l format=json no-pivot=False described=False faulty=False forwarded=[--log|/l|--log-format|json|exec|-p|/p|c1|--oi-help]")]
    [InlineData("exec --user 0 -dt c1 sh", "verb=exec document= bundle= config= process= id=c1 log= format= no-pivot=False described=True faulty=False forwarded=[exec|--user|0|-dt|c1|sh]")]
    [InlineData("--foreign word run -dtbX -f=c c1 --no-pivot=false", "verb=run document=configuration bundle=X config=c process= id=c1 log= format= no-pivot=False described=False faulty=False forwarded=[--foreign|word|run|-dtbX|-f=c|c1|--no-pivot=false]")]
    [InlineData("run -dbX --no-pivot c1", "verb=run document=configuration bundle=X config= process= id=c1 log= format= no-pivot=True described=False faulty=False forwarded=[run|-dbX|--no-pivot|c1]")]
    [InlineData("run --bun=X --help", "verb=run document= bundle=X config= process= id= log= format= no-pivot=False described=False faulty=False forwarded=[run|--bun=X|--help]")]
    [InlineData("--version create c1", "verb= document= bundle= config= process= id= log= format= no-pivot=False described=False faulty=False forwarded=[--version|create|c1]")]
    [InlineData("--foreign version create c1", "verb=create document=configuration bundle= config= process= id=c1 log= format= no-pivot=False described=False faulty=False forwarded=[--foreign|version|create|c1]")]
    [InlineData("--oi-bogus --oi-env --debug state -- c1", "verb=state document= bundle= config= process= id= log= format= no-pivot=False described=False faulty=True forwarded=[--debug|state|--|c1]")]
    [InlineData("--rootless create c1", "verb=create document=configuration bundle= config= process= id=c1 log= format= no-pivot=False described=False faulty=False forwarded=[--rootless|create|c1]")]
    [InlineData("--rootless true create -- -b", "verb=create document=configuration bundle= config= process= id=-b log= format= no-pivot=False described=False faulty=False forwarded=[--rootless|true|create|--|-b]")]
    public void A_call_is_read_as_the_runtimes_read_it(string line, string shape) => CallModel.Of(line.Split(' ')).Text.Should().Be(shape);
}
