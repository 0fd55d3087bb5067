namespace Bridge.Tests.Support;

/// <summary>PDUs as tshark dissects them.</summary>
internal static class Wireshark
{
    public const string Malformed = "_ws.malformed";
    public const string Complaint = "_ws.expert.message";

    /// <summary>A row for each PDU, with the fields by Wireshark's names.</summary>
    public static async Task<List<Dictionary<string, string>>> DissectAsync(IReadOnlyList<byte[]> pdus, params string[] fields)
    {
        using var folder = new TempFolder();
        await File.WriteAllBytesAsync(folder.File("bridge.pcap"), Pcap.OfConnection(pdus));
        string[] arguments = ["-r", folder.File("bridge.pcap"), "-d", "tcp.port==2775,smpp", "-T", "fields", "-E", "separator=|", "-E", "occurrence=f"];

        var dissected = await Tool.RunAsync("tshark", [.. arguments, .. fields.SelectMany(field => (string[])["-e", field])]);

        dissected.ExitCode.ShouldBe(0, dissected.Error);
        return [.. dissected.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => fields.Zip(line.Split('|')).ToDictionary(pair => pair.First, pair => pair.Second))];
    }
}
