using System.Text.Json;

namespace Bridge.Protocol.Centre;

/// <summary>Writes events, field by field in the order of docs/bus.md.</summary>
internal static class EventWriter
{
    public static byte[] Write(string id, string node, string? conversationId, DateTimeOffset time, EventData data) =>
        EnvelopeWriter.Write(id, data.EventName, "/bridge/" + node, conversationId, time, data, WriteData);

    private static void WriteData(Utf8JsonWriter json, EventData data)
    {
        switch (data)
        {
            case ReportData report: WriteReport(json, report); break;
            case ReportRepeated repeated: WriteRepeated(json, repeated); break;
            case ReportOverdue overdue: WriteOverdue(json, overdue); break;
            case ReplyAccepted accepted: WriteAccepted(json, accepted); break;
            case ReplyDelivered delivered: WriteDelivered(json, delivered); break;
            case ReplyFailed failed: WriteFailed(json, failed); break;
            case CommandRejected rejected: WriteRejected(json, rejected); break;
            case NoticeSent sent: WriteSent(json, sent); break;
            case NoticeFailed failed: WriteFailed(json, failed); break;
            case RegistrationActivated activated: WriteRegistration(json, activated.Msisdn, activated.Reason); break;
            case RegistrationFailed failed: WriteRegistration(json, failed.Msisdn, failed.Reason); break;
            case LinkChanged changed: WriteLink(json, changed); break;
            case OutageEnded ended: WriteOutage(json, ended); break;
            default: throw new ArgumentOutOfRangeException(nameof(data), data.EventName, "An event without a JSON form");
        }
    }

    private static void WriteReport(Utf8JsonWriter json, ReportData report)
    {
        json.WriteText("reportId"u8, report.ReportId);
        json.WriteText("conversationId"u8, report.ConversationId);
        json.WriteText("operator"u8, report.Operator);
        json.WriteText("network"u8, report.Network);
        json.WriteText("link"u8, report.Link);

        json.WriteStartObject("sender"u8);
        json.WriteText("msisdn"u8, report.Sender.Msisdn);
        json.WriteText("raw"u8, report.Sender.Raw);
        json.WriteNumber("ton"u8, report.Sender.Ton);
        json.WriteNumber("npi"u8, report.Sender.Npi);
        json.WriteEndObject();

        json.WriteText("shortCode"u8, report.ShortCode);
        json.WriteText("text"u8, report.Text);
        json.WriteText("alphabet"u8, report.Alphabet);
        json.WriteText("language"u8, report.Language);
        json.WriteTime("receivedAt"u8, report.ReceivedAt);
        json.WriteTime("confirmBy"u8, report.ConfirmBy);

        json.WriteStartObject("parts"u8);
        json.WriteNumber("expected"u8, report.Parts.Expected);
        json.WriteNumber("received"u8, report.Parts.Received);
        json.WriteStartArray("missing"u8);
        foreach (var number in report.Parts.Missing) json.WriteNumberValue(number);
        json.WriteEndArray();
        json.WriteEndObject();

        json.WriteBoolean("complete"u8, report.Complete);
        json.WriteText("resendOf"u8, report.ResendOf);
        WriteRegistration(json, report.Registration);
        json.WriteBoolean("outsideHongKong"u8, report.OutsideHongKong);
        json.WriteBoolean("test"u8, report.Test);
        json.WriteText("previousConversationId"u8, report.PreviousConversationId);
        json.WriteBoolean("repliesToActivation"u8, report.RepliesToActivation);
        json.WriteTexts("problems"u8, report.Problems);

        json.WriteStartArray("raw"u8);
        foreach (var part in report.Raw) json.WriteBase64StringValue(part.Span);
        json.WriteEndArray();
    }

    private static void WriteRegistration(Utf8JsonWriter json, RegistrationData? registration)
    {
        if (registration is null)
        {
            json.WriteNull("registration"u8);
            return;
        }

        json.WriteStartObject("registration"u8);
        json.WriteText("name"u8, registration.Name);
        json.WriteText("address"u8, registration.Address);
        json.WriteText("language"u8, registration.Language);
        json.WriteTexts("contacts"u8, registration.Contacts);
        json.WriteEndObject();
    }

    private static void WriteRepeated(Utf8JsonWriter json, ReportRepeated repeated)
    {
        json.WriteText("reportId"u8, repeated.ReportId);
        json.WriteNumber("copies"u8, repeated.Copies);
        json.WriteTime("lastAt"u8, repeated.LastAt);
    }

    private static void WriteOverdue(Utf8JsonWriter json, ReportOverdue overdue)
    {
        json.WriteText("reportId"u8, overdue.ReportId);
        json.WriteText("stage"u8, overdue.Stage);
        json.WriteNumber("age"u8, overdue.Age);
    }

    private static void WriteAccepted(Utf8JsonWriter json, ReplyAccepted accepted)
    {
        json.WriteText("commandId"u8, accepted.CommandId);
        json.WriteText("reportId"u8, accepted.ReportId);
        json.WriteText("operator"u8, accepted.Operator);
        json.WriteStartArray("parts"u8);
        foreach (var part in accepted.Parts)
        {
            json.WriteStartObject();
            json.WriteText("messageId"u8, part.MessageId);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteTexts("problems"u8, accepted.Problems);
        json.WriteBoolean("possibleDuplicate"u8, accepted.PossibleDuplicate);
    }

    private static void WriteDelivered(Utf8JsonWriter json, ReplyDelivered delivered)
    {
        json.WriteText("commandId"u8, delivered.CommandId);
        json.WriteTime("deliveredAt"u8, delivered.DeliveredAt);
        json.WriteBoolean("possibleDuplicate"u8, delivered.PossibleDuplicate);
    }

    private static void WriteFailed(Utf8JsonWriter json, ReplyFailed failed)
    {
        json.WriteText("commandId"u8, failed.CommandId);
        json.WriteText("reason"u8, failed.Reason);
        json.WriteText("state"u8, failed.State);
        if (failed.NetworkError is { } error)
        {
            json.WriteStartObject("networkError"u8);
            json.WriteNumber("type"u8, error.Type);
            json.WriteNumber("code"u8, error.Code);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("networkError"u8);
        }

        json.WriteBoolean("final"u8, failed.Final);
    }

    private static void WriteRejected(Utf8JsonWriter json, CommandRejected rejected)
    {
        json.WriteText("commandId"u8, rejected.CommandId);
        json.WriteTexts("problems"u8, rejected.Problems);
    }

    private static void WriteSent(Utf8JsonWriter json, NoticeSent sent)
    {
        json.WriteText("reportId"u8, sent.ReportId);
        json.WriteText("kind"u8, sent.Kind);
        json.WriteText("language"u8, sent.Language);
    }

    private static void WriteFailed(Utf8JsonWriter json, NoticeFailed failed)
    {
        json.WriteText("reportId"u8, failed.ReportId);
        json.WriteText("kind"u8, failed.Kind);
        json.WriteText("reason"u8, failed.Reason);
    }

    private static void WriteRegistration(Utf8JsonWriter json, string msisdn, string reason)
    {
        json.WriteText("msisdn"u8, msisdn);
        json.WriteText("reason"u8, reason);
    }

    private static void WriteOutage(Utf8JsonWriter json, OutageEnded ended)
    {
        json.WriteText("cause"u8, ended.Cause);
        json.WriteText("operator"u8, ended.Operator);
        json.WriteTime("from"u8, ended.From);
        json.WriteTime("until"u8, ended.Until);
        json.WriteStartArray("unanswered"u8);
        foreach (var sender in ended.Unanswered)
        {
            json.WriteStartObject();
            json.WriteText("msisdn"u8, sender.Msisdn);
            json.WriteText("operator"u8, sender.Operator);
            json.WriteTime("since"u8, sender.Since);
            json.WriteNumber("texts"u8, sender.Texts);
            json.WriteTexts("reportIds"u8, sender.ReportIds);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNumber("more"u8, ended.More);
    }

    private static void WriteLink(Utf8JsonWriter json, LinkChanged changed)
    {
        json.WriteText("operator"u8, changed.Operator);
        json.WriteText("link"u8, changed.Link);
        json.WriteText("state"u8, changed.State);
        json.WriteText("reason"u8, changed.Reason);
    }
}
