// An ESME out of node-smpp that answers every deliver_sm and does nothing else: node esme.js PORT. Ends with its connection.
const smpp = require('smpp');

const session = smpp.connect({ url: `smpp://127.0.0.1:${process.argv[2]}`, noDelay: true }, () => {
  session.socket.setNoDelay(true);
  session.bind_transceiver({ system_id: 'bridge992', password: 'secret08' }, () => {});
});
session.on('deliver_sm', pdu => session.send(pdu.response()));
session.on('enquire_link', pdu => session.send(pdu.response()));
session.on('unbind', pdu => session.send(pdu.response(), () => session.close()));
session.on('close', () => process.exit(0));
session.on('error', error => { console.error(String(error)); process.exit(1); });
