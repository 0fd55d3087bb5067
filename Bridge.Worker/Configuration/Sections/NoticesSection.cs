namespace Bridge.Worker.Configuration.Sections;

/// <summary>Section Bridge:Notices: one section for each kind of automatic text.</summary>
internal static class NoticesSection
{
    public static readonly KeyTable Keys = new();

    private static readonly (SectionKey Key, NoticeSection Section)[] Notices =
    [
        Declare(NoticeWording.Unavailable, "Sent when nobody at the centre has taken or confirmed the report in time."),
        Declare(NoticeWording.Unregistered,
            "Sent to a sender who is not registered, when the centre has taken the report; takes effect once anyone is registered."),
        Declare(NoticeWording.OutsideHongKong, "Sent at once to a sender who is elsewhere than in Hong Kong."),
        Declare(NoticeWording.Suspended, "Sent at once to a sender while the centre has suspended the service."),
        Declare(NoticeWording.Activation,
            "Sent to a person who is registered. `{name}`, `{address}` and `{msisdn}` become the person's own."),
    ];

    public static IReadOnlyDictionary<string, NoticePlan> Read(SectionReader notices) =>
        Notices.ToDictionary(notice => notice.Key.Name, notice => notices.Section(notice.Key, notice.Section.Read));

    private static (SectionKey Key, NoticeSection Section) Declare(NoticePlan defaults, string meaning)
    {
        var section = new NoticeSection(defaults);
        return (Keys.Section(defaults.Kind, "its defaults", meaning, section.Keys), section);
    }
}
