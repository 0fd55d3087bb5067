// An ESME out of node-smpp: node esme.js PORT. Answers every deliver_sm and sends each text back to where it came from, in turn as a short_message, as a
// message_payload and with sar TLVs. Says what happens as one JSON object a line; unbinds at the first line of standard input and ends with its end.
const readline = require('readline');
const smpp = require('smpp');

const receipt = 0x04;
const say = (event, fields = {}) => console.log(JSON.stringify({ event, ...fields }));
let sent = 0;

const session = smpp.connect({ url: `smpp://127.0.0.1:${process.argv[2]}` }, () => {
  session.bind_transceiver({ system_id: 'node', password: 'secret08' }, answer => {
    say('bound', { status: answer.command_status, systemId: answer.system_id, version: answer.sc_interface_version });
    session.enquire_link({}, alive => say('alive', { status: alive.command_status }));
  });
});

const back = (to, text) => {
  const octets = smpp.encodings.UCS2.encode(text);
  const form = [
    { short_message: octets },
    { short_message: '', message_payload: octets },
    { short_message: octets, sar_msg_ref_num: sent, sar_total_segments: 1, sar_segment_seqnum: 1 },
  ][sent++ % 3];
  const fields = { source_addr_ton: 3, source_addr: '992', dest_addr_ton: 1, dest_addr_npi: 1, destination_addr: to, data_coding: 8, registered_delivery: 1 };
  session.submit_sm({ ...fields, ...form }, answer => say('accepted', { id: answer.message_id, status: answer.command_status }));
};

session.on('deliver_sm', pdu => {
  session.send(pdu.response());
  if (pdu.esm_class === receipt) {
    say('receipt', { id: pdu.receipted_message_id, state: pdu.message_state });
    return;
  }
  say('text', { from: pdu.source_addr, to: pdu.destination_addr, text: pdu.short_message.message });
  back(pdu.source_addr, pdu.short_message.message);
});
session.on('enquire_link', pdu => session.send(pdu.response()));
session.on('error', error => say('error', { message: String(error) }));

readline.createInterface({ input: process.stdin })
  .once('line', () => session.unbind({}, answer => { say('unbound', { status: answer.command_status }); session.close(); }))
  .on('close', () => process.exit(0));
