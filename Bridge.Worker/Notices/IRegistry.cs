namespace Bridge.Worker.Notices;
internal interface IRegisteredNumbers
{
    bool HasAny { get; }
    bool IsRegistered(string msisdn);
    string? LanguageOf(string msisdn);
    DateTimeOffset? EndedAt(string msisdn);
}
