namespace Bridge.Worker.Configuration;

/// <summary>
/// What the automatic texts are unless the configuration says otherwise. None of them ever says that help is coming: only a person at the
/// centre may say that. Each names what to do instead, because its reader cannot ask back.
/// </summary>
internal static class NoticeWording
{
    public static NoticePlan Unavailable { get; } = Notice(NoticePlan.Unavailable, enabled: true, Words(
        "你的短訊尚未有人處理。請重發一次短訊，或請附近的人代為致電 999，或傳真至 992。",
        "你的短信尚未有人处理。请重发一次短信，或请附近的人代为致电 999，或传真至 992。",
        "Your message has not been handled yet. Send it again, ask someone nearby to call 999, or fax 992.")) with
    {
        After = TimeSpan.FromSeconds(60),
    };

    /// <summary>Takes effect once anyone is registered; before that every sender would get it.</summary>
    public static NoticePlan Unregistered { get; } = Notice(NoticePlan.Unregistered, enabled: true, Words(
        "此號碼未登記 992 服務。你的短訊已轉交報案中心。請寫明詳細地址；可以的話，請附近的人代為致電 999。",
        "此号码未登记 992 服务。你的短信已转交报案中心。请写明详细地址；可以的话，请附近的人代为致电 999。",
        "This number is not registered for 992. Your message was passed on to the report centre. State your full address; if you can, "
        + "ask someone nearby to call 999."));

    public static NoticePlan OutsideHongKong { get; } = Notice(NoticePlan.OutsideHongKong, enabled: false, Words(
        "992 只在香港境內適用。請附近的人代為聯絡你所在地的緊急服務。",
        "992 只在香港境内适用。请附近的人代为联络你所在地的紧急服务。",
        "992 works only within Hong Kong. Ask someone nearby to contact the emergency service of the place where you are.")) with
    {
        // The Mainland's own numbers, and the line of the Immigration Department for Hong Kong residents elsewhere.
        MainlandText = Words(
            "992 只在香港境內適用。你在內地，請附近的人代為致電：公安 110、救護 120、消防 119、交通事故 122；香港入境處 24 小時求助熱線 (852) 1868。",
            "992 只在香港境内适用。你在内地，请附近的人代为致电：公安 110、救护 120、消防 119、交通事故 122；香港入境处 24 小时求助热线 (852) 1868。",
            "992 works only within Hong Kong. In the Mainland ask someone nearby to call: police 110, ambulance 120, fire 119, "
            + "traffic accidents 122; Hong Kong Immigration's 24-hour line (852) 1868."),
    };

    public static NoticePlan Suspended { get; } = Notice(NoticePlan.Suspended, enabled: true, Words(
        "992 短訊服務暫停。請尋求其他求助方法，例如請附近的人代為致電 999，或傳真至 992。",
        "992 短信服务暂停。请寻求其他求助方法，例如请附近的人代为致电 999，或传真至 992。",
        "The 992 text service is suspended. Seek help another way, such as asking someone nearby to call 999, or a fax to 992."));

    public static NoticePlan Activation { get; } = Notice(NoticePlan.Activation, enabled: true, Words(
        "992 緊急短訊求助服務已為 {name}（{msisdn}）啟動。登記住址：{address}。切勿試用或回覆；如資料有誤，請聯絡登記機構。",
        "992 紧急短信求助服务已为 {name}（{msisdn}）启动。登记住址：{address}。切勿试用或回复；如资料有误，请联络登记机构。",
        "The 992 emergency text service is active for {name} ({msisdn}). Registered address: {address}. Do not test it or reply; "
        + "if anything is wrong, contact the organisation where you registered."));

    public static IReadOnlyList<NoticePlan> Defaults { get; } = [Unavailable, Unregistered, OutsideHongKong, Suspended, Activation];

    private static NoticePlan Notice(string kind, bool enabled, IReadOnlyDictionary<string, string> text) =>
        new(kind, enabled, text, After: null);

    private static Dictionary<string, string> Words(string traditional, string simplified, string english) => new()
    {
        [NoticePlan.Traditional] = traditional,
        [NoticePlan.Simplified] = simplified,
        [NoticePlan.English] = english,
    };
}
