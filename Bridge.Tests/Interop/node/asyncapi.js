// Reads an AsyncAPI document and prints what its own parser has against it, a line of JSON each, then the names of its messages.
'use strict';
const { Parser, fromFile } = require('@asyncapi/parser');

(async () => {
  const { document, diagnostics } = await fromFile(new Parser(), process.argv[2]).parse();
  for (const { message, path } of diagnostics) console.log(JSON.stringify({ problem: `${path.join('.')}: ${message}` }));
  for (const message of document ? document.allMessages().all() : []) console.log(JSON.stringify({ message: message.name() }));
})();
