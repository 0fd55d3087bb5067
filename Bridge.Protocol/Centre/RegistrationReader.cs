namespace Bridge.Protocol.Centre;

/// <summary>Reads the data of registration.put and registration.remove.</summary>
internal static class RegistrationReader
{
    private const int MaxName = 200;
    private const int MaxAddress = 1_000;
    private const int MaxContacts = 10;
    private const int MaxContact = 200;

    private const string MsisdnAllowed = "3 to 15 digits, E.164 without +";
    private const string NotifyAllowed = "true or false";

    private static readonly string[] Languages = ["zh-Hant", "zh-Hans", "en"];
    private static readonly string LanguageAllowed = "one of " + string.Join(", ", Languages);
    private static readonly string ContactsAllowed = $"an array of at most {MaxContacts} strings of 1 to {MaxContact} characters";

    public static RegistrationPut ReadPut(string id, JsonFields data)
    {
        var msisdn = ReadMsisdn(data, required: true);
        var operatorName = data.RequiredText("operator", MaxName, "the name of an operator");
        var name = data.RequiredText("name", MaxName, $"a string of 1 to {MaxName} characters");
        var address = data.RequiredText("address", MaxAddress, $"a string of 1 to {MaxAddress} characters");
        var language = data.OptionalText("language", 20, LanguageAllowed);
        if (language is not null && !Languages.Contains(language)) data.Fault("language", "must be " + LanguageAllowed);
        var contacts = data.OptionalTexts("contacts", MaxContacts, MaxContact, ContactsAllowed);
        var notify = data.OptionalFlag("notify", NotifyAllowed);
        return new RegistrationPut(id)
        {
            Msisdn = msisdn ?? "",
            Operator = operatorName ?? "",
            Name = name ?? "",
            Address = address ?? "",
            Language = language ?? Languages[0],
            Contacts = contacts,
            Notify = notify ?? true,
        };
    }

    public static RegistrationRemove? ReadRemove(string id, JsonFields data) =>
        ReadMsisdn(data, required: true) is { } msisdn ? new RegistrationRemove(id, msisdn) : null;

    public static string? ReadMsisdn(JsonFields data, bool required)
    {
        var digits = required ? data.RequiredText("msisdn", 15, MsisdnAllowed) : data.OptionalText("msisdn", 15, MsisdnAllowed);
        if (digits is null) return null;
        return digits.Length >= 3 && digits.All(char.IsAsciiDigit) ? digits : data.Fault("msisdn", "must be " + MsisdnAllowed);
    }
}
