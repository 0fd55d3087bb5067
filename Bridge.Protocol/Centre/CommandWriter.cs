using System.Text.Json;
using System.Xml;

namespace Bridge.Protocol.Centre;

/// <summary>The data of each command, as a centre writes it.</summary>
internal static class CommandWriter
{
    public static byte[] Write(Command command, string source, DateTimeOffset time) =>
        EnvelopeWriter.Write(command.Id, command.CommandName, source, subject: null, time, command, Data);

    private static void Data(Utf8JsonWriter json, Command command)
    {
        switch (command)
        {
            case ReplySend reply: Reply(json, reply); break;
            case ReportTaken taken: json.WriteText("reportId"u8, taken.ReportId); break;
            case ConversationClose close: json.WriteText("conversationId"u8, close.ConversationId); break;
            case ServiceSuspend suspend: Optional(json, "operator"u8, suspend.Operator); break;
            case ServiceResume resume: Optional(json, "operator"u8, resume.Operator); break;
            case RegistrationPut put: Registration(json, put); break;
            case RegistrationRemove remove: json.WriteText("msisdn"u8, remove.Msisdn); break;
            default: throw new ArgumentOutOfRangeException(nameof(command), command.CommandName, "A command without a JSON form");
        }
    }

    private static void Reply(Utf8JsonWriter json, ReplySend reply)
    {
        Optional(json, "reportId"u8, reply.ReportId);
        Optional(json, "conversationId"u8, reply.ConversationId);
        Optional(json, "msisdn"u8, reply.Msisdn);
        Optional(json, "operator"u8, reply.Operator);
        json.WriteText("kind"u8, ReplyKindName.Of(reply.Kind));
        json.WriteText("text"u8, reply.Text);
        json.WriteText("validFor"u8, XmlConvert.ToString(reply.ValidFor));
    }

    private static void Registration(Utf8JsonWriter json, RegistrationPut put)
    {
        json.WriteText("msisdn"u8, put.Msisdn);
        json.WriteText("operator"u8, put.Operator);
        json.WriteText("name"u8, put.Name);
        json.WriteText("address"u8, put.Address);
        json.WriteText("language"u8, put.Language);
        json.WriteTexts("contacts"u8, put.Contacts);
        json.WriteBoolean("notify"u8, put.Notify);
    }

    private static void Optional(Utf8JsonWriter json, ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null) json.WriteText(name, value);
    }
}
