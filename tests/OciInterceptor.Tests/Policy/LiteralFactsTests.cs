using System.Text;
using OciInterceptor.Policy;
using OciInterceptor.Validation;

namespace OciInterceptor.Tests.Policy;

public sealed class LiteralFactsTests
{
    [Theory]
    [InlineData("'type':'hooks','add':{'prestart':[{'path':'/usr/bin/${annotation:x|*}'}]}", "54 ${annotation:x|*}")]
    [InlineData("'type':'hooks','add':{'prestart':[{'path':'/a','args':['${container.id}','${container.id}']}]}", "67 ${container.id}")]
    [InlineData("'type':'hooks','add':{'prestart':[{'path':'/a','env':['OI_${container.id}=${container.id}']}]}", "66 ${container.id}")]
    [InlineData("'type':'hooks','remove':['/${env:A|*}/**']", "37 ${env:A|*}")]
    [InlineData("'type':'devices','add':[{'path':'/dev/${container.id}','type':'c','major':1,'minor':2}]", "44 ${container.id}")]
    [InlineData("'type':'filter','path':'/a','args':['a','${host.name} ${pod.uid}']", "52 ${host.name}|52 ${pod.uid}")]
    [InlineData("'type':'sysctls','set':{'kernel.domainname':'${docker.name}'}", "56 ${docker.name}")]
    [InlineData("'type':'env','default':{'${container.id}':'${container.id}'}", "36 ${container.id}")]
    [InlineData("'type':'env','remove':['${container.id}']", "35 ${container.id}")]
    [InlineData("'type':'umask','value':'0022','when':{'hostname':'${host.name}'}", "61 ${host.name}")]
    [InlineData("'type':'umask','value':'0022','name':'${container.id}'", "49 ${container.id}")]
    [InlineData("'type':'mounts','remove':['/${docker.label:a}']", "38 ${docker.label:a}")]
    [InlineData("'type':'env','default':{'A':'${container.id}','B':'$${container.id}'}", "")]
    [InlineData("'type':'mounts','add':[{'destination':'/${container.id}','type':'tmpfs','options':['x=${container.id}']}]", "")]
    [InlineData("'type':'deny','when':{'verb':'run'},'message':'${container.id}'", "")]
    [InlineData("'type':'filter','path':'/a','args':['$${container.id}','${container.ids}','${HOME}','${container.id','$container.id','${','${}']", "")]
    public void A_fact_that_is_taken_literally_is_a_warning(string rule, string expected)
    {
        var findings = new Findings();
        new PolicyCheck("p.json", new FakeHost(), findings).Check(Encoding.UTF8.GetBytes($"{{'rules':[{{{rule}}}]}}".Replace('\'', '"')));

        findings.All.Select(finding => $"{finding.Severity} 1:{finding.Column} {finding.Message}").Should()
            .Equal(expected.Replace("|52", "\n52", StringComparison.Ordinal).Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(one => $"Warning 1:{one[..2]} facts are not expanded here, so {one[3..]} is taken literally"));
    }
}
