using Bridge.Protocol.Centre;
using Bridge.Protocol.Text;
using Bridge.Worker.Configuration;

namespace Bridge.Worker.Reports;

/// <summary>Writes a report as the centre is told of it.</summary>
internal sealed class ReportEvents(BridgePlan plan)
{
    /// <summary>The guide has a sender wait for so long before writing another text.</summary>
    private static readonly TimeSpan FarApart = TimeSpan.FromMinutes(5);

    /// <param name="texts">The parts that are there, by number.</param>
    /// <param name="resendOf">The id of the report that it resends; null: none.</param>
    /// <param name="amended">Whether it was released with gaps before.</param>
    public ReportData Write(KnownReport report, IReadOnlyList<InboundText> texts, TextReading reading, string? resendOf, bool amended)
    {
        // The link and the form of the sender are those of the part that came first, which need not be part 1.
        var text = report.Parts[0].Text!;
        return new ReportData(amended)
        {
            ReportId = report.Id,
            ConversationId = report.ConversationId,
            PreviousConversationId = report.PreviousConversationId,
            Operator = report.Operator,
            Network = text.Operator.Network == Network.Fixed ? "fixed" : "mobile",
            Link = text.Inbound.Link,
            Sender = new Sender(text.Msisdn, text.Source.Value, text.Source.Ton, text.Source.Npi),
            ShortCode = text.Destination,
            Text = reading.Decoded.Text,
            Alphabet = Name(reading.Decoded.Alphabet),
            Language = reading.Language,
            ReceivedAt = report.FirstAt,
            ConfirmBy = report.FirstAt + plan.ConfirmationDeadline,
            Parts = Count(report),
            Complete = report.IsWhole,
            ResendOf = resendOf,
            Test = report.Test,
            Registration = report.Registration is { } known
                ? new RegistrationData(known.Name, known.Address, known.Language, known.Contacts)
                : null,
            RepliesToActivation = report.RepliesToActivation,
            OutsideHongKong = PlaceRule.Classify(text.Inbound.Pdu, text.Msisdn, text.Operator, plan.HomeNetworks) != SenderPlace.HongKong,
            Problems = InboundText.LimitProblems([
                .. reading.Decoded.Problems,
                .. DescribeDistance(report),
                .. texts.SelectMany(part => InboundText.PduProblems(part.Inbound.Pdu, part.Destination, plan.ShortCode)),
            ]),
            Raw = [.. texts.SelectMany(part => part.Pieces).Select(piece => piece.UserData)],
        };
    }

    private static IEnumerable<string> DescribeDistance(KnownReport report)
    {
        var apart = report.Parts.Max(part => part.FirstAt) - report.FirstAt;
        if (apart >= FarApart)
        {
            yield return $"parts far apart: {(int)apart.TotalMinutes} min; the phone may have used its reference for another text";
        }
    }

    private static string Name(Alphabet alphabet) => alphabet switch
    {
        Alphabet.Gsm7 or Alphabet.Gsm7Packed => "gsm7",
        Alphabet.Ucs2 => "ucs2",
        Alphabet.Latin1 => "latin1",
        Alphabet.Ascii => "ascii",
        _ => "binary",
    };

    private static PartCount Count(KnownReport report)
    {
        if (report.IsWhole) return new PartCount(report.Total, report.Total, []);
        var missing = Enumerable.Range(1, report.Total).Except(report.Parts.Select(part => part.Number)).ToList();
        return new PartCount(report.Total, report.Parts.Count, missing);
    }
}
