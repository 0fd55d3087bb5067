using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Bridge.Protocol.Centre;
using Bridge.Protocol.Smpp;
using Bridge.Tests.Replies;
using Bridge.Tests.Reports;
using Bridge.Tests.Retention;
using Bridge.Tests.Support;
using Bridge.Worker.Evidence;
using Bridge.Worker.Hosting;
using Bridge.Worker.Store.Sqlite;
using Microsoft.Data.Sqlite;

namespace Bridge.Tests.Evidence;

[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
[Trait("Speed", "rooms")]
public sealed class EvidenceTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private SqliteDatabase Database => new(_folder.File("bridge.db"));

    [Fact]
    public async Task An_honest_store_verifies_beside_the_daemon_after_a_restart_after_a_rollback_and_after_erasing()
    {
        await using (var rooms = Rooms.Open(_folder))
        {
            await HappenAsync(rooms);
            Verify().Break.ShouldBeNull();
        }

        var first = Verify();
        await using (var rooms = Rooms.Open(_folder, new(DateTimeOffset.Parse("2026-11-22T06:00:00Z"))))
        {
            await Should.ThrowAsync<InvalidOperationException>(rooms.Writer.RunAsync<bool>(transaction =>
            {
                transaction.Records.Act("test", "nothing", null, null, transaction.Now);
                throw new InvalidOperationException();
            }, default));
            await rooms.TakeAsync(Texts.Chinese("再來", "93334444"));
            var second = Verify();
            second.Break.ShouldBeNull();
            second.Positions.ShouldBe(first.Positions + 2);

            await rooms.HandOverAsync();
            rooms.Time.Advance(TimeSpan.FromDays(31));
            await rooms.EraseAsync();
            Verify().Break.ShouldBeNull();
        }
    }

    /// <summary>
    /// Each is done to a store in which nothing is erased and, where something is left to tamper with, to one in which all is.
    /// </summary>
    [Theory]
    [InlineData("one octet of a part", "UPDATE parts SET pdu = CAST(substr(pdu, 1, length(pdu) - 1) || x'5A' AS BLOB) WHERE report = 1",
        "part 1 of report row 1 was changed")]
    [InlineData("when a part came", "UPDATE parts SET received_at = received_at + 1 WHERE report = 1", "part 1 of report row 1")]
    [InlineData("a part taken out", "DELETE FROM parts WHERE report = 1", "part 1 of report row 1 is gone")]
    [InlineData("an event taken out", "DELETE FROM events WHERE sequence = 2", "event 2 is gone")]
    [InlineData("the last event taken out", "DELETE FROM events WHERE sequence = (SELECT max(sequence) FROM events)", "is gone")]
    [InlineData("two events swapped",
        "UPDATE events SET json = (SELECT json FROM events o WHERE o.sequence = 3 - events.sequence) WHERE sequence IN (1, 2)", "event 1")]
    [InlineData("two whole events swapped",
        """
        UPDATE events SET sequence = 1000 WHERE sequence = 1;
        UPDATE events SET sequence = 1 WHERE sequence = 2;
        UPDATE events SET sequence = 2 WHERE sequence = 1000
        """, "event 1")]
    [InlineData("an event put in",
        "INSERT INTO events (sequence, id, name, at, json) SELECT 1000, 'e', name, at, json FROM events WHERE sequence = 1",
        "is not in the chain")]
    [InlineData("a part put in",
        "INSERT INTO parts (report, number, link, received_at, fingerprint, copies, pdu) VALUES (1, 9, 'a', 1, x'', 1, x'')",
        "older than the chain")]
    [InlineData("a part put in with a place",
        "INSERT INTO parts (report, number, link, received_at, fingerprint, copies, pdu, position) VALUES (1, 9, 'a', 1, x'', 1, x'', 2)",
        "part 9 of report row 1 is not in the chain")]
    [InlineData("a record put in", "INSERT INTO records (position, at, kind, body) VALUES (100000, 1, 'act', x'7B7D')",
        "record 100000 is not in the chain")]
    [InlineData("a record put in between", "INSERT INTO records (position, at, kind, body) VALUES (2, 1, 'act', x'7B7D')",
        "record 2 is not in the chain")]
    [InlineData("a command taken out", "DELETE FROM records WHERE kind = 'command'", "is gone")]
    [InlineData("a receipt's time", "UPDATE records SET at = at + 1 WHERE kind = 'receipt'", "record")]
    [InlineData("a submit", "UPDATE records SET body = CAST('{}' AS BLOB) WHERE kind = 'submit'", "record")]
    [InlineData("a block's time", "UPDATE evidence SET at = at + 1 WHERE first = (SELECT min(first) FROM evidence WHERE first > 1)",
        "does not follow")]
    [InlineData("a block taken out", "DELETE FROM evidence WHERE first = (SELECT min(first) FROM evidence WHERE first > 1)", "has a hole")]
    [InlineData("a block's digest", "UPDATE evidence SET entries = CAST(x'01' || substr(entries, 2) AS BLOB) WHERE first = 1",
        "does not follow")]
    [InlineData("the last block taken out", "DELETE FROM evidence WHERE first = (SELECT max(first) FROM evidence)", "is not in the chain")]
    [InlineData("an erasure that the chain does not know", "UPDATE parts SET pdu = x'', salt = NULL, erased = 3 WHERE report = 1",
        "part 1 of report row 1 was erased, and the chain does not say so")]
    public async Task Whatever_is_tampered_with_is_named(string what, string sql, string found)
    {
        await using (var rooms = Rooms.Open(_folder)) await HappenAsync(rooms);
        Verify().Break.ShouldBeNull();

        Execute(sql);

        var verdict = Verify();
        verdict.Break.ShouldNotBeNull(what);
        verdict.Break.What.ShouldContain(found);
        var error = new StringWriter();
        (await EvidenceCommand.VerifyAsync(TestPlan.Create(_folder.File("bridge.db")), null, TextWriter.Null, error)).ShouldBe(65);
        error.ToString().ShouldContain(found);
    }

    [Theory]
    [InlineData("UPDATE events SET json = CAST(replace(CAST(json AS TEXT), 'ucs2', 'gsm7') AS BLOB) WHERE sequence = 1",
        "event 1 is not what was left of it")]
    [InlineData("UPDATE parts SET link = 'b' WHERE report = 1", "part 1 of report row 1 is not what was left of it")]
    [InlineData("DELETE FROM records WHERE kind = 'command'", "is gone")]
    public async Task What_is_left_after_erasing_cannot_be_tampered_with_either(string sql, string found)
    {
        await using (var rooms = Rooms.Open(_folder))
        {
            await HappenAsync(rooms);
            rooms.Time.Advance(TimeSpan.FromDays(31));
            await rooms.EraseAsync();
            rooms.Reports().Single().IsErased().ShouldBeTrue();
        }

        Verify().Break.ShouldBeNull();
        Execute(sql);
        Verify().Break.ShouldNotBeNull().What.ShouldContain(found);
    }

    [Fact]
    public async Task A_chain_made_anew_is_told_by_an_anchor_that_was_noted_before()
    {
        await using (var rooms = Rooms.Open(_folder)) await HappenAsync(rooms);
        var noted = Verify();
        var plan = TestPlan.Create(_folder.File("bridge.db"));
        (await EvidenceCommand.VerifyAsync(plan, $"{noted.Positions}={noted.Link}", TextWriter.Null, TextWriter.Null)).ShouldBe(0);
        (await EvidenceCommand.VerifyAsync(plan, $"{noted.Positions}={new string('0', 64)}", TextWriter.Null, TextWriter.Null))
            .ShouldBe(65);
        (await EvidenceCommand.VerifyAsync(plan, $"{noted.Positions + 1}={noted.Link}", TextWriter.Null, TextWriter.Null)).ShouldBe(65);
        (await EvidenceCommand.VerifyAsync(plan, "yesterday", TextWriter.Null, TextWriter.Null)).ShouldBe(64);
    }

    [Fact]
    public async Task The_export_has_every_hop_and_whoever_gets_it_can_check_it_by_the_page_alone()
    {
        await using var rooms = Rooms.Open(_folder);
        await HappenAsync(rooms);
        var report = rooms.Reports()[0].ReportId;
        var output = new StringWriter();

        (await EvidenceCommand.ExportAsync(rooms.Plan, report, null, output, TextWriter.Null)).ShouldBe(0);

        var document = JsonDocument.Parse(output.ToString()).RootElement;
        document.Text("report.text").ShouldBe("火警");
        document.Text("report.msisdn").ShouldBe("85291234567");
        var hops = document.Items("hops")
            .Select(hop => $"{hop.Text("at")[14..19]} {hop.Text("what")}").ToList();
        hops.ShouldBe(
            [
                "00:00 deliver_sm read, part 1 over a", "00:00 stored, part 1 over a", "00:00 report.received written, event 1",
                    "00:05 bus has event 1 for certain",
                "00:00 report.repeated written, event 2", "00:05 bus has event 2 for certain", "00:10 taken by the centre",
                    "00:20 confirmation stored, reply k", "00:20 submit_sm, part 1 to harbour-mobile",
                "00:20 accepted by the operator, part 1 of reply k", "00:20 reply.accepted written, event 3",
                    "00:30 bus has event 3 for certain", "00:30 receipt read from harbour-mobile", "00:30 reply k delivered",
                    "00:30 confirmed to the sender",
            ],
            ignoreOrder: true);
        var records = document.Items("records").ToList();
        records.Select(record => record.Text("kind"))
            .ShouldBe(["part", "event", "repeat", "event", "command", "command", "submit", "event", "receipt", "event"]);
        records.Select(record => record.Number("position")).ShouldBeInOrder();
        foreach (var part in records.Where(record => record.Text("kind") == "part"))
        {
            var pdu = Convert.FromHexString(part.Text("record.pdu"));
            ((DeliverSm)PduCodec.Decode(pdu)).Source.Value.ShouldBe("91234567");
            part.Text("digest").ShouldBe(Digest(part));
        }
    }

    [Fact]
    public async Task An_export_goes_to_a_new_file_of_its_owner_alone_and_an_unknown_report_is_said()
    {
        await using var rooms = Rooms.Open(_folder);
        await rooms.TakeAsync(Texts.Chinese("火警"));
        var report = rooms.Reports()[0].ReportId;
        var file = _folder.File("export.json");

        (await EvidenceCommand.ExportAsync(rooms.Plan, report, file, TextWriter.Null, TextWriter.Null)).ShouldBe(0);
        FileModes.Of(file).ShouldBe("rw-------");
        (await EvidenceCommand.ExportAsync(rooms.Plan, report, file, TextWriter.Null, TextWriter.Null)).ShouldBe(1);
        (await EvidenceCommand.ExportAsync(rooms.Plan, "r404", null, TextWriter.Null, TextWriter.Null)).ShouldBe(1);
        (await EvidenceCommand.VerifyAsync(TestPlan.Create(_folder.File("nowhere.db")), null, TextWriter.Null, TextWriter.Null))
            .ShouldBe(2);
    }

    /// <summary>A text and its repetition, taken, confirmed, delivered; every act at its own second.</summary>
    private static async Task HappenAsync(Rooms rooms)
    {
        await rooms.StartSendingAsync();
        var text = Texts.Chinese("火警");
        await rooms.TakeAsync(text);
        await rooms.TakeAsync(text);
        rooms.Time.Advance(TimeSpan.FromSeconds(5));
        await rooms.HandOverAsync();
        rooms.Time.Advance(TimeSpan.FromSeconds(5));
        var report = rooms.Reports()[0].ReportId;
        await rooms.ExecuteAsync(new ReportTaken("t", report));
        rooms.Time.Advance(TimeSpan.FromSeconds(10));
        await rooms.ConfirmAsync(report, "k", "警員很快會到達");
        await rooms.EventAsync<ReplyAccepted>();
        rooms.Time.Advance(TimeSpan.FromSeconds(10));
        await rooms.ReceiptAsync(Receipts.InWords("m1", "DELIVRD", "000"));
        await rooms.EventAsync<ReplyDelivered>();
        await rooms.HandOverAsync();
    }

    /// <summary>By docs/store.md and nothing of ours: length and octets of each field, integers as 8 octets big-endian.</summary>
    private static string Digest(JsonElement entry)
    {
        var record = entry.At("record");
        using var octets = new MemoryStream();
        void Field(byte[] field)
        {
            octets.Write([(byte)(field.Length >> 24), (byte)(field.Length >> 16), (byte)(field.Length >> 8), (byte)field.Length]);
            octets.Write(field);
        }

        void Number(long value) => octets.Write([.. BitConverter.GetBytes(value).Reverse()]);
        var at = DateTimeOffset.Parse(record.Text("at"), CultureInfo.InvariantCulture);
        Field(Convert.FromHexString(entry.Text("salt")));
        Number(record.Number("reportRow"));
        Number(record.Number("number"));
        Field(Encoding.UTF8.GetBytes(record.Text("link")));
        Number((at.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / 10);
        Field(Convert.FromHexString(record.Text("pdu")));
        return Convert.ToHexStringLower(SHA256.HashData(octets.ToArray()));
    }

    private EvidenceVerdict Verify() => Database.Read(connection => EvidenceVerification.Run(connection));

    private void Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={_folder.File("bridge.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery().ShouldBeGreaterThan(0);
    }
}
