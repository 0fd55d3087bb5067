using System.Net;
using Bridge.Protocol.Centre;
using Bridge.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace Bridge.Tests.Centre;

[Trait("Speed", "rooms")]
public class EventStreamTests
{
    [Fact]
    public async Task Each_event_has_its_number_its_name_and_its_cloudevent()
    {
        await using var host = await CentreHost.StartEmbeddedAsync();
        host.Outbox.AddReport("觀塘翠屏邨\n𨋢 火警");
        using var reader = await SseReader.OpenAsync(host, "?after=0");

        var (sequence, name, received) = await reader.NextAsync();

        (sequence, name, received.Id).ShouldBe((1, "report.received", "e-1"));
        received.Report!.Text.ShouldBe("觀塘翠屏邨\n𨋢 火警");
        reader.Response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        reader.Response.Headers.CacheControl!.NoStore.ShouldBeTrue();
    }

    [Fact]
    public async Task A_consumer_resumes_after_what_it_says_and_the_header_wins()
    {
        await using var host = await CentreHost.StartEmbeddedAsync();
        for (var i = 0; i < 5; i++) host.Outbox.AddReport($"text {i}");
        using var byQuery = await SseReader.OpenAsync(host, "?after=3");
        using var byHeader = await SseReader.OpenAsync(host, "?after=1", lastEventId: "4");

        (await byQuery.SequencesAsync(2)).ShouldBe([4, 5]);
        (await byHeader.SequencesAsync(1)).ShouldBe([5]);
        host.Outbox.AddReport("new");
        (await byQuery.SequencesAsync(1)).ShouldBe([6]);
        (await byHeader.SequencesAsync(1)).ShouldBe([6]);
    }

    [Fact]
    public async Task Who_says_nothing_gets_what_is_new()
    {
        await using var host = await CentreHost.StartEmbeddedAsync();
        host.Outbox.AddReport("old");
        using var reader = await SseReader.OpenAsync(host);

        host.Outbox.AddReport("new");

        (await reader.SequencesAsync(1)).ShouldBe([2]);
    }

    [Theory]
    [InlineData("?after=-1", null)]
    [InlineData("?after=soon", null)]
    [InlineData("?after=1", "e-1")]
    public async Task A_place_that_is_no_number_is_refused(string query, string? header)
    {
        await using var host = await CentreHost.StartEmbeddedAsync();
        using var reader = await SseReader.OpenAsync(host, query, header);

        reader.Response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        reader.Response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
    }

    [Fact]
    public async Task A_number_from_another_store_gets_everything_that_is_kept()
    {
        await using var host = await CentreHost.StartEmbeddedAsync();
        host.Outbox.AddReport("one");
        using var reader = await SseReader.OpenAsync(host, lastEventId: "1000");

        (await reader.SequencesAsync(1)).ShouldBe([1]);
    }

    [Fact]
    public async Task A_quiet_stream_is_kept_alive_every_15_seconds()
    {
        var time = new FakeTimeProvider();
        await using var host = await CentreHost.StartEmbeddedAsync(time: time);
        using var reader = await SseReader.OpenAsync(host, "?after=0");
        var comment = reader.BlockAsync();

        await Eventually.TrueAsync(
            () =>
            {
                time.Advance(TimeSpan.FromSeconds(15));
                return comment.IsCompleted;
            },
            "a comment comes");

        (await comment).ShouldBe([":"]);
    }

    [Fact]
    public async Task What_a_first_consumer_was_handed_is_accounted_for_once()
    {
        await using var host = await CentreHost.StartEmbeddedAsync();
        var readAt = TimeProvider.System.GetUtcNow();
        for (var i = 0; i < 300; i++) host.Outbox.AddReport($"text {i}", readAt: readAt);
        host.Outbox.Add(new LinkChanged("o", "a", "bound", null), "o", null);
        using var first = await SseReader.OpenAsync(host, "?after=0");
        using var second = await SseReader.OpenAsync(host, "?after=0");

        (await first.SequencesAsync(301))[^1].ShouldBe(301);
        (await second.SequencesAsync(301))[^1].ShouldBe(301);

        await Eventually.TrueAsync(() => host.Outbox.Cursor("embedded") == 301, "the cursor covers all that was handed over");
        host.Forwards.Count.ShouldBe(300);
    }

    [Fact]
    public async Task Stopping_ends_the_streams()
    {
        await using var host = await CentreHost.StartEmbeddedAsync();
        using var reader = await SseReader.OpenAsync(host, "?after=0");

        var stopping = host.StopAsync();

        (await reader.EndsAsync()).ShouldBeTrue();
        await stopping;
    }

    [Fact]
    public async Task Too_many_consumers_are_told_to_come_again()
    {
        await using var host = await CentreHost.StartEmbeddedAsync();
        var readers = new List<SseReader>();
        for (var i = 0; i < 100; i++) readers.Add(await SseReader.OpenAsync(host, "?after=0"));

        using (var refused = await SseReader.OpenAsync(host, "?after=0"))
        {
            refused.Response.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        }

        foreach (var reader in readers) reader.Dispose();
    }

    [Fact]
    public async Task With_a_token_only_who_knows_it_is_let_in()
    {
        await using var host = await CentreHost.StartEmbeddedAsync(token: "s3cret-token");

        using (var without = await SseReader.OpenAsync(host, "?after=0")) without.Response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        using (var wrong = await SseReader.OpenAsync(host, "?after=0", token: "s3cret"))
        {
            wrong.Response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        }
        using var right = await SseReader.OpenAsync(host, "?after=0", token: "s3cret-token");
        right.Response.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_cancellation_that_is_not_the_daemons_own_does_not_keep_the_cursor_from_being_stored()
    {
        var time = new FakeTimeProvider();
        await using var host = await CentreHost.StartEmbeddedAsync(time: time);
        host.Outbox.AddReport("one");
        using var reader = await SseReader.OpenAsync(host, "?after=0");
        (await reader.SequencesAsync(1)).ShouldBe([1]);
        await Eventually.TrueAsync(() => host.Outbox.Cursor("embedded") == 1, "the cursor is stored");
        var advances = 0;
        host.Outbox.AdvanceFails = () => Interlocked.Increment(ref advances) == 1 ? new TaskCanceledException() : null;

        host.Outbox.AddReport("two");
        (await reader.SequencesAsync(1)).ShouldBe([2]);

        await Eventually.TrueAsync(
            () =>
            {
                time.Advance(TimeSpan.FromSeconds(1));
                return host.Outbox.Cursor("embedded") == 2;
            },
            "the cursor is stored after a pause");
        advances.ShouldBe(2);
    }
}
