using Bridge.Protocol.Smpp;
using Bridge.Protocol.Text;
using Bridge.Tests.Support;
using Bridge.Worker.Configuration;
using Bridge.Worker.Notices;
using Bridge.Worker.Replies;
using Bridge.Worker.Store;

namespace Bridge.Tests.Notices;

[Trait("Speed", "unit")]
public sealed class NoticeWordingTests
{
    /// <summary>Words of a promise: that somebody comes, is on the way, or has been sent.</summary>
    private static readonly string[] Promises =
    [
        "到達", "到达", "趕到", "赶到", "趕來", "赶来", "前往", "正在", "很快", "儘快", "尽快", "馬上", "马上", "派", "救援", "會有人", "会有人", "等候",
        "on the way", "is coming", "will come", "arrive", "dispatch", "soon", "shortly", "sent out", "help is", "rescue", "wait for",
    ];

    private static readonly DateTimeOffset Noon = new(2026, 11, 22, 4, 0, 0, TimeSpan.Zero);

    [Fact]
    public void No_notice_promises_help_in_any_language()
    {
        foreach (var (kind, words) in Wordings())
        {
            foreach (var promise in Promises) words.ShouldNotContain(promise, Case.Insensitive, kind);
        }
    }

    [Fact]
    public void Every_notice_that_is_no_activation_names_what_to_do_instead()
    {
        foreach (var notice in NoticeWording.Defaults.Where(notice => notice.Kind is "unavailable" or "suspended"))
        {
            notice.Text.Values.ShouldAllBe(words =>
                words.Contains("999") && words.Contains("992") && (words.Contains("傳真") || words.Contains("传真") || words.Contains("fax")));
        }
    }

    /// <summary>Its readers cannot speak: a number to call is of use only with somebody who can.</summary>
    [Fact]
    public void Whoever_is_to_be_called_is_called_by_somebody_nearby()
    {
        foreach (var (kind, words) in Wordings().Where(wording => wording.Kind != "activation"))
        {
            foreach (var call in (string[])["致電", "联络", "聯絡", "致电"])
            {
                words.Split(call)[..^1].ShouldAllBe(before => before.EndsWith("請附近的人代為") || before.EndsWith("请附近的人代为"), kind);
            }
            foreach (var call in (string[])[" call ", " contact "])
            {
                words.Split(call, StringSplitOptions.None)[..^1].ShouldAllBe(before => before.EndsWith("someone nearby to"), kind);
            }
            new[] { "附近的人", "someone nearby" }.ShouldContain(somebody => words.Contains(somebody), kind);
        }
    }

    [Fact]
    public void Who_writes_from_the_Mainland_gets_its_numbers_and_Immigrations_line()
    {
        var mainland = NoticeWording.Defaults.Single(notice => notice.Kind == "outside-hong-kong").MainlandText.ShouldNotBeNull();

        mainland.Keys.ShouldBe(["zh-Hant", "zh-Hans", "en"], ignoreOrder: true);
        foreach (var words in mainland.Values)
        {
            foreach (var (hant, hans, en, number) in ((string, string, string, string)[])[("公安", "公安", "police", "110"),
                ("救護", "救护", "ambulance", "120"), ("消防", "消防", "fire", "119"), ("交通", "交通", "traffic accidents", "122")])
            {
                new[] { $"{hant} {number}", $"{hans} {number}", $"{hant}事故 {number}", $"{en} {number}" }.ShouldContain(
                    said => words.Contains(said), number);
            }
            words.ShouldContain("(852) 1868");
        }
    }

    [Fact]
    public void Each_wording_is_in_the_script_that_it_is_for()
    {
        foreach (var notice in NoticeWording.Defaults)
        {
            foreach (var (language, words) in notice.Text.Concat(notice.MainlandText ?? new Dictionary<string, string>()))
            {
                LanguageRule.Classify(words).ShouldBe(language, notice.Kind);
            }
        }
    }

    /// <summary>
    /// Class 0 shows itself on a locked screen (3GPP TS 23.038 §4: data_coding 0x10, 0xF0), and alerts make noise: either may give away who
    /// hides.
    /// </summary>
    [Theory]
    [InlineData(LongTextForm.Udh)]
    [InlineData(LongTextForm.Sar)]
    [InlineData(LongTextForm.Payload)]
    public void No_notice_is_ever_a_flash_or_an_alert_in_any_alphabet_or_form(LongTextForm form)
    {
        foreach (var (kind, words) in Wordings())
        {
            foreach (var alphabet in (Alphabet[])[Alphabet.Gsm7, Alphabet.Gsm7Packed, Alphabet.Ascii, Alphabet.Latin1])
            {
                var parts = TextSplitter.Split(words, form, 1, alphabet);
                for (var i = 0; i < parts.Count; i++)
                {
                    var submit = SubmitBuilder.Build(
                        Notice(), new ReplyPart(1, i + 1, parts[i], null, null, null), Operator(form, alphabet), Noon);

                    submit.DataCoding.ShouldBeOneOf((byte)0x00, (byte)0x08);
                    submit.ProtocolId.ShouldBe((byte)0, kind);
                    submit.Tlvs.Select(tlv => tlv.Tag).ShouldBeSubsetOf(
                        [TlvTag.SarMsgRefNum, TlvTag.SarTotalSegments, TlvTag.SarSegmentSeqnum, TlvTag.MessagePayload]);
                    UserDataHeader.Read(submit.UserData.Span, submit.EsmClass.HasUdh).Octets.ShouldBe(
                        submit.EsmClass.HasUdh ? 6 : 0, "nothing but the part's place");
                }
            }
        }
    }

    [Theory]
    [InlineData("zh-Hant", null, "zh-Hant")]
    [InlineData("zh-Hans", "en", "zh-Hans")]
    [InlineData("zh", "en", "zh-Hant")]
    [InlineData("en", "zh-Hant", "en")]
    [InlineData("und", "zh-Hans", "zh-Hans")]
    [InlineData("und", "en", "en")]
    [InlineData("und", null, "zh-Hant+en")]
    [InlineData(null, null, "zh-Hant+en")]
    [InlineData(null, "zh-Hant", "zh-Hant")]
    public void It_is_written_in_the_senders_own_language(string? lastText, string? registered, string language) =>
        NoticeLanguage.Choose(lastText, registered).ShouldBe(language);

    [Fact]
    public void Where_no_language_is_known_English_follows_the_Chinese()
    {
        var words = NoticeWording.Defaults[0].Text;

        NoticeLanguage.Word("zh-Hant+en", words).ShouldBe($"{words["zh-Hant"]}\n{words["en"]}");
        NoticeLanguage.Word("zh-Hans", words).ShouldBe(words["zh-Hans"]);
    }

    /// <summary>Every text that can go out unless the configuration words it otherwise.</summary>
    private static IEnumerable<(string Kind, string Words)> Wordings() =>
        from notice in NoticeWording.Defaults
        from words in new[] { notice.Text, notice.MainlandText }
        where words is not null
        from language in words.Keys.Append(NoticeLanguage.Both)
        select (notice.Kind, NoticeLanguage.Word(language, words));

    private static Reply Notice() => new(
        1, "n1", "r1", 1, TestPlan.Mobile, new Address(1, 1, "91234567"), OutboundKind.Notice, null, Noon, Noon.AddMinutes(5), null,
            Ended: false);

    private static OperatorPlan Operator(LongTextForm form, Alphabet alphabet) =>
        OperatorPlan.Former(TestPlan.Mobile) with { LongText = form, DefaultAlphabet = alphabet, Receipts = true };
}
