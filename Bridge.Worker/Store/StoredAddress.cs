using Bridge.Protocol.Smpp;
using Bridge.Worker.Store.Sqlite;

namespace Bridge.Worker.Store;

/// <summary>An address in the columns <c>address</c>, <c>ton</c> and <c>npi</c>.</summary>
internal static class StoredAddress
{
    public static Statement SetAddress(this Statement statement, Address address) =>
        statement.Set("@address", address.Value).Set("@ton", address.Ton).Set("@npi", address.Npi);

    public static Address Address(this Row row)
    {
        var value = row.Text("address");
        return new Address((byte)row.Int("ton"), (byte)row.Int("npi"), value);
    }
}
