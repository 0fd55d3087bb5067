namespace Bridge.Simulator.Demo;

/// <summary>One text of the demonstration. Its number belongs to nobody: 9000 9000 is the guide's own example.</summary>
/// <param name="Operator">Whose subscriber sends it.</param>
/// <param name="Number">E.164 without the plus.</param>
/// <param name="Retransmitted">The operator delivers it a second time, as if the bridge's first answer had been lost.</param>
internal sealed record GuideText(string Operator, string Number, string Text, bool Retransmitted = false)
{
    /// <summary>The example sentences of the 992 guide, and others of the same kind in the other languages of the service.</summary>
    public static IReadOnlyList<GuideText> All { get; } =
    [
        new(DemoOperators.Mobile, "85290009001", "我在上環 xx 銀行、上環地鐵站 A 出口附近撞車受傷"),
        new(DemoOperators.Mobile, "85290009002", "上水天平邨天喜樓 10 字樓 xx 室 有人入屋行劫，賊人仍在屋內", Retransmitted: true),
        new(DemoOperators.Fixed, "85220009003", "八鄉羅屋村 10 號 火警 有人被困屋內 要求消防"),
        new(DemoOperators.Mobile, "85290009004",
            "我在上水天平邨天喜樓 10 字樓 xx號室，現因有人入屋行劫，賊人仍在屋內，我與母親躲在睡房，母親心臟病發，呼吸困難，未能自行開門，要求警察及救護車協助。" +
            "大廈門口有兩名可疑人士把風，請由後樓梯上來，到場後請按閃燈門鐘，我們聽不到敲門聲。緊急聯絡人：陳大明，電話 9000 9000"),
        new(DemoOperators.Mobile, "85290009005", "我在屯门良景邨良贤楼，有人打斗，一人被打伤，请派警察和救护车"),
        new(DemoOperators.Mobile, "85290009006",
            "Car crash at Exit A of Sheung Wan MTR station. Two people hurt, one trapped in the car. Please send an ambulance."),
        new(DemoOperators.Fixed, "85220009007", "香港仔石排灣邨 漏煤氣 我已離開單位 在樓下等候 需要消防"),
        new(DemoOperators.Fixed, "85220009008", "慢性氣管阻塞病 呼吸困難 獨自在室內 能自行開門 觀塘鯉魚門道 xx 號 要救護車"),
        new(DemoOperators.Mobile, "85290009001", "我決定自行前往瑪麗醫院 不用救護車"),
    ];
}
