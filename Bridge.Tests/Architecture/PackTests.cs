using System.IO.Compression;
using System.Xml.Linq;
using Bridge.Tests.Support;

namespace Bridge.Tests.Architecture;

/// <summary>Bridge.Protocol can be packed and used as a library.</summary>
[Trait("Speed", "peers")]
public class PackTests
{
    /// <summary>It is built apart from the checkout's own bin and obj, which other tests run from.</summary>
    [Fact]
    [Trait("Speed", "slow")]
    public async Task Bridge_Protocol_packs_without_a_warning_and_brings_docstrings_README_and_symbols()
    {
        using var folder = new TempFolder();
        var packed = await Tool.RunAsync(
            "dotnet", "pack", Repository.File("Bridge.Protocol"), "--artifacts-path", folder.File("artifacts"), "--output",
            folder.File("packages"), "--nologo", "-warnaserror");
        packed.ExitCode.ShouldBe(0, packed.Output + packed.Error);
        packed.Output.ShouldNotContain("warning", Case.Insensitive);

        using var package = Open(folder, "nupkg");
        Names(package).ShouldBe(["Bridge.Protocol.nuspec", "README.md", "lib/net10.0/Bridge.Protocol.dll", "lib/net10.0/Bridge.Protocol.xml"]);
        using var symbols = Open(folder, "snupkg");
        Names(symbols).ShouldBe(["Bridge.Protocol.nuspec", "lib/net10.0/Bridge.Protocol.pdb"]);

        var metadata = Xml(package, "Bridge.Protocol.nuspec").Root!.Elements().Single();
        var fields = metadata.Elements().ToDictionary(field => field.Name.LocalName, field => field.Value);
        fields["id"].ShouldBe("Bridge.Protocol");
        fields["readme"].ShouldBe("README.md");
        foreach (var field in (string[])["authors", "description", "tags", "version"]) fields[field].ShouldNotBeNullOrWhiteSpace(field);
        metadata.Descendants().ShouldNotContain(field => field.Name.LocalName == "dependency", "the library needs nothing else");

        Xml(package, "lib/net10.0/Bridge.Protocol.xml").Descendants("member").Select(member => member.Attribute("name")!.Value)
            .ShouldContain("M:Bridge.Protocol.Smpp.PduCodec.Decode(System.ReadOnlyMemory{System.Byte})");
    }

    private static ZipArchive Open(TempFolder folder, string extension) =>
        ZipFile.OpenRead(Directory.GetFiles(folder.File("packages"), $"*.{extension}").ShouldHaveSingleItem());

    /// <summary>What the package holds besides the parts of its container.</summary>
    private static string[] Names(ZipArchive archive) =>
    [
        .. archive.Entries.Select(entry => entry.FullName)
            .Where(name => !name.StartsWith("_rels/", StringComparison.Ordinal) && !name.StartsWith("package/", StringComparison.Ordinal)
                && name != "[Content_Types].xml")
            .Order(StringComparer.Ordinal),
    ];

    private static XDocument Xml(ZipArchive archive, string name)
    {
        using var stream = archive.GetEntry(name)!.Open();
        return XDocument.Load(stream);
    }
}
