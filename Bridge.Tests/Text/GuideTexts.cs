namespace Bridge.Tests.Text;

/// <summary>Texts as the 992 service's guide gives them to its users for examples, and the like in English.</summary>
internal static class GuideTexts
{
    public static readonly string[] Chinese =
    [
        "我在上環 xx 銀行、上環地鐵站 A 出口附近撞車受傷",
        "我在上水天平邨天喜樓 10 字樓 xx號室，現因有人入屋行劫，賊人仍在屋內，要求有關部門協助。緊急聯絡人：陳大明，電話 9000 9000",
        "上水天平邨天喜樓 10 字樓 xx 室",
        "八鄉羅屋村 10 號",
        "漏煤氣/石油氣",
        "火警、有人被困屋內",
        "心臟病 身體不適 獨自在室內 不能自行開門",
        "收到有關報告，警員很快會到達。",
        "救命",
        "救命救命救命救命",
        "有人被打傷\n喺門口 𨋢壞咗",
        "🆘🆘 有賊",
    ];

    public static readonly string[] English =
    [
        "Fire at Tin Hei House, Tin Ping Estate, Sheung Shui, 10/F. 2 people trapped",
        "I am hurt in a car crash near Exit A, Sheung Wan MTR station",
        "Someone broke in & is still inside. Flat xx @ 10/F, cannot open the door [deaf]",
    ];
}
