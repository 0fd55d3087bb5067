using System.Text.Json;
using Bridge.Protocol.Text;

namespace Bridge.Tests.Interop;

/// <summary>A text that the peer encodes by itself.</summary>
/// <param name="Coding">data_coding: 0 is GSM-7, 8 UCS-2.</param>
internal sealed record EmergencyText(string From, string Text, int Coding);

/// <summary>Texts of every shape, no two alike, three from each sender; and answers of every shape.</summary>
internal static class EmergencyTexts
{
    public static EmergencyText[] Of(int count) =>
        [.. Enumerable.Range(0, count).Select(i => new EmergencyText($"8529{i / 3:D7}", Text(i), i % 5 is 1 or 3 ? 0 : 8))];

    /// <summary>
    /// corpus.json: Hong Kong's districts, addresses and distance posts in Cantonese, with characters beyond the basic plane; English,
    /// Simplified, South Asian and other scripts, emoji, an empty text, full parts and ten of them.
    /// </summary>
    public static EmergencyText[] Corpus()
    {
        var texts = JsonSerializer.Deserialize<string[]>(File.ReadAllText(Peer.Script("corpus.json")))!;
        return [.. texts.Select((text, i) => new EmergencyText($"8526{i:D7}", text, Gsm7.CountSeptets(text) is null ? 8 : 0))];
    }

    public static void Write(string file, EmergencyText[] texts) =>
        File.WriteAllText(file, JsonSerializer.Serialize(texts, JsonSerializerOptions.Web));

    /// <summary>One that fits GSM-7, a short one in Chinese, a long one of several parts with characters beyond the first plane.</summary>
    public static string Answer(int number) => (number % 3) switch
    {
        0 => $"收到有關報告，警員很快會到達。({number})",
        1 => $"Report {number} received. Police [car 5] will arrive soon {{Nathan Rd}} ~ €0",
        _ => $"({number}) " + string.Concat(Enumerable.Repeat("請留在安全地方𠮷😀，不要返回屋內。", 9)),
    };

    private static string Text(int i) => (i % 5) switch
    {
        0 => $"火警！旺角彌敦道{i}號𠮷野家😀有人被困",
        1 => $"Help {i}: fire at [3/F] {{Tower 2}} \\ ~ €5 | café @ Ñuñoa ΔΩ ^",

        // The cuts wander through the surrogate pairs and through the escape pairs.
        2 => $"第{i}宗" + new string('急', i % 7) + string.Concat(Enumerable.Repeat("😀救命𠮷", 30)),
        3 => $"No. {i} " + new string('x', i % 7) + string.Concat(Enumerable.Repeat("€[burglar]", 30)),
        _ => $"我在{i}樓，賊人仲喺度",
    };
}
