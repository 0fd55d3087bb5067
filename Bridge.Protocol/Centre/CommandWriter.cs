using System.Text.Json;
using System.Xml;

namespace Bridge.Protocol.Centre;

/// <summary>Writes commands as a centre does.</summary>
internal static class CommandWriter
{
    public static byte[] Write(Command command, string source, DateTimeOffset time) =>
        EnvelopeWriter.Write(command.Id, command.CommandName, source, subject: null, time, command, WriteData);

    private static void WriteData(Utf8JsonWriter json, Command command)
    {
        switch (command)
        {
            case ReplySend reply: WriteReply(json, reply); break;
            case ReportTaken taken: json.WriteText("reportId"u8, taken.ReportId); break;
            case ConversationClose close: json.WriteText("conversationId"u8, close.ConversationId); break;
            case ServiceSuspend suspend: WriteOptional(json, "operator"u8, suspend.Operator); break;
            case ServiceResume resume: WriteOptional(json, "operator"u8, resume.Operator); break;
            case RegistrationPut put: WriteRegistration(json, put); break;
            case RegistrationRemove remove: json.WriteText("msisdn"u8, remove.Msisdn); break;
            default: throw new ArgumentOutOfRangeException(nameof(command), command.CommandName, "A command without a JSON form");
        }
    }

    private static void WriteReply(Utf8JsonWriter json, ReplySend reply)
    {
        WriteOptional(json, "reportId"u8, reply.ReportId);
        WriteOptional(json, "conversationId"u8, reply.ConversationId);
        WriteOptional(json, "msisdn"u8, reply.Msisdn);
        WriteOptional(json, "operator"u8, reply.Operator);
        json.WriteText("kind"u8, reply.Kind.ContractName());
        json.WriteText("text"u8, reply.Text);
        json.WriteText("validFor"u8, XmlConvert.ToString(reply.ValidFor));
    }

    private static void WriteRegistration(Utf8JsonWriter json, RegistrationPut put)
    {
        json.WriteText("msisdn"u8, put.Msisdn);
        json.WriteText("operator"u8, put.Operator);
        json.WriteText("name"u8, put.Name);
        json.WriteText("address"u8, put.Address);
        json.WriteText("language"u8, put.Language);
        json.WriteTexts("contacts"u8, put.Contacts);
        json.WriteBoolean("notify"u8, put.Notify);
    }

    private static void WriteOptional(Utf8JsonWriter json, ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null) json.WriteText(name, value);
    }
}
