// An operator's SMSC out of node-smpp: node smsc.js TEXTS.json [PASSWORD] [by-hand]
// Sends the texts [{ from, text, coding }], or bodies as they are [{ from, coding, hex, udhi, payload }], to each system_id that binds as a receiver or transceiver, long ones in parts with a UDH, takes submit_sm and returns a
// receipt for each to the system_id that sent it. Says what happens as one JSON object a line, and ends with its standard input. A bind with another password than PASSWORD is refused. by-hand: a text is
// sent for each line of standard input, and none without.
const fs = require('fs');
const readline = require('readline');
const smpp = require('smpp');

const [, , file, password = 'secret08', mode] = process.argv;
const texts = JSON.parse(fs.readFileSync(file, 'utf8'));
const byHand = mode === 'by-hand';
const window = 10;
const udhi = 0x40, receipt = 0x04, invalidPassword = 0x0e;

const say = (event, fields = {}) => console.log(JSON.stringify({ event, ...fields }));

// Cut as octets, so that an escape pair or a surrogate pair may fall apart: some SMSCs and phones do it.
const parts = (text, index) => {
  if (text.hex !== undefined) return [Buffer.from(text.hex, 'hex')];
  const octets = smpp.encodings[text.coding === 8 ? 'UCS2' : 'ASCII'].encode(text.text);
  const [alone, each] = text.coding === 8 ? [140, 134] : [160, 153];
  if (octets.length <= alone) return [text.text];
  const total = Math.ceil(octets.length / each);
  return Array.from({ length: total }, (_, i) => ({
    udh: Buffer.from([5, 0, 3, index & 0xff, total, i + 1]),
    message: octets.subarray(i * each, (i + 1) * each),
  }));
};

const pdus = texts.flatMap((text, index) => parts(text, index).map(message => ({
  index,
  fields: {
    source_addr_ton: 1, source_addr_npi: 1, source_addr: text.from, dest_addr_ton: 3, dest_addr_npi: 0, destination_addr: '992',
    esm_class: text.udhi || message.udh ? udhi : 0, data_coding: text.coding, short_message: message,
    ...(text.payload ? { message_payload: Buffer.from(text.payload, 'hex') } : {}),
  },
})));

const customers = {};
const customer = systemId => customers[systemId] ??= { systemId, receiving: null, next: 0 };

const pour = to => {
  if (to.next >= pdus.length) return;
  const { index, fields } = pdus[to.next++];
  to.receiving.deliver_sm(fields, answer => {
    say('answered', { index, systemId: to.systemId, status: answer.command_status });
    if (!byHand) pour(to);
  });
};

let messageIds = 0;
const took = (session, from, pdu) => {
  const id = `node-${++messageIds}`;
  session.send(pdu.response({ message_id: id }));
  const body = pdu.message_payload || pdu.short_message;
  const sar = pdu.sar_total_segments ? [[0, 3, pdu.sar_msg_ref_num & 0xff, pdu.sar_total_segments, pdu.sar_segment_seqnum]] : [];
  const udh = (body.udh || sar).map(element => [...element]);
  const form = pdu.message_payload ? 'payload' : sar.length ? 'sar' : udh.length ? 'udh' : 'short';
  say('submitted', { id, systemId: from.systemId, to: pdu.destination_addr, from: pdu.source_addr, text: body.message, udh, form });
  if (!pdu.registered_delivery || !from.receiving) return;
  const stamp = '2601011200';
  from.receiving.deliver_sm({
    source_addr_ton: 1, source_addr_npi: 1, source_addr: pdu.destination_addr, destination_addr: pdu.source_addr, esm_class: receipt,
    short_message: Buffer.from(`id:${id} sub:001 dlvrd:001 submit date:${stamp} done date:${stamp} stat:DELIVRD err:000 text:`),
  }, answer => say('receipted', { id, status: answer.command_status }));
};

const server = smpp.createServer(session => {
  let bound = null;
  for (const command of ['bind_transceiver', 'bind_receiver', 'bind_transmitter']) {
    session.on(command, pdu => {
      if (pdu.password !== password) {
        say('refused');
        session.send(pdu.response({ command_status: invalidPassword }), () => session.close());
        return;
      }
      session.send(pdu.response({ system_id: 'HARBOUR', sc_interface_version: 0x34 }));
      say('bound', { command, systemId: pdu.system_id, password: pdu.password, version: pdu.interface_version });
      bound = customer(pdu.system_id);
      if (command === 'bind_transmitter') return;
      bound.receiving = session;
      if (bound.next === 0 && !byHand) for (let i = 0; i < window; i++) pour(bound);
    });
  }
  session.on('submit_sm', pdu => took(session, bound, pdu));
  session.on('enquire_link', pdu => session.send(pdu.response()));
  session.on('unbind', pdu => {
    say('unbound', { systemId: bound?.systemId });
    if (bound?.receiving === session) bound.receiving = null;
    session.send(pdu.response(), () => session.close());
  });
  session.on('error', error => say('error', { message: String(error) }));
});
server.listen(0, '127.0.0.1', () => say('listening', { port: server.address().port }));

readline.createInterface({ input: process.stdin })
  .on('line', () => Object.values(customers).forEach(pour))
  .on('close', () => process.exit(0));
