namespace Bridge.Tests.Support;

/// <summary>PDUs as tshark dissects them.</summary>
internal static class Wireshark
{
    public const string Malformed = "_ws.malformed";
    public const string Complaint = "_ws.expert.message";

    /// <summary>Between the occurrences of one field in one PDU: no string of ours holds it.</summary>
    private const char Between = '\u0001';

    /// <summary>A row for each PDU, with the fields by Wireshark's names; a field that occurs several times holds all of them.</summary>
    public static async Task<List<Dictionary<string, string>>> DissectAsync(IReadOnlyList<byte[]> pdus, params string[] fields)
    {
        using var folder = new TempFolder();
        await File.WriteAllBytesAsync(folder.File("bridge.pcap"), Pcap.OfConnection(pdus));
        string[] arguments =
        [
            "-r", folder.File("bridge.pcap"), "-d", "tcp.port==2775,smpp", "-T", "fields", "-E", "separator=/t", "-E", "occurrence=a", "-E",
                $"aggregator={Between}",
        ];

        var dissected = await Tool.RunAsync("tshark", [.. arguments, .. fields.SelectMany(field => (string[])["-e", field])]);

        dissected.ExitCode.ShouldBe(0, dissected.Error);
        return
        [
            .. dissected
                .Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => fields.Zip(line.Split('\t')).ToDictionary(pair => pair.First, pair => pair.Second)),
        ];
    }

    public static string[] All(string occurrences) => occurrences.Split(Between, StringSplitOptions.RemoveEmptyEntries);

    public static string First(string occurrences) => occurrences.Split(Between)[0];
}
