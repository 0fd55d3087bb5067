using Bridge.Protocol.Text;
using Bridge.Worker.Store;

namespace Bridge.Worker.Replies;

/// <summary>What a reply says, read back from its parts: nothing more has to be stored of it, and nothing more erased.</summary>
internal static class ReplyText
{
    /// <param name="defaultAlphabet">Of the operator that the parts were made for.</param>
    public static string Of(IReadOnlyList<ReplyPart> parts, Alphabet defaultAlphabet) =>
        TextJoiner
            .Join(
                [.. parts.Select(part => new ReceivedPart(part.Number, part.Text.DataCoding, part.Text.UserData, part.Text.HasUdh))],
                parts.Count,
                defaultAlphabet)
            .Text;
}
