// The peer PouchDB: a server on LevelDB, and a client that pushes documents to it or pulls them. Started by hub_site.py.
//   node hub_pouchdb.js serve FOLDER                             prints its port
//   node hub_pouchdb.js push|pull FOLDER PORT DOCUMENTS BATCH    prints the seconds that the replication took
const path = require("path");
const PouchDB = require("pouchdb-node");
const [verb, folder, port, documents, batch] = process.argv.slice(2);

function serve() {
  const Local = PouchDB.defaults({ prefix: path.join(folder, "server") + path.sep });
  require("fs").mkdirSync(path.join(folder, "server"));
  const app = require("express")();
  app.use("/", require("express-pouchdb")(Local, { mode: "minimumForPouchDB", logPath: path.join(folder, "log.txt") }));
  const listening = app.listen(0, "127.0.0.1", () => console.log(listening.address().port));
  process.stdin.on("end", () => process.exit(0)).resume();
}

async function fill(database) {
  for (let first = 0; first < Number(documents); first += 1000) {
    const docs = [];
    for (let n = first; n < Math.min(first + 1000, Number(documents)); n++) {
      docs.push({
        _id: "01a21d3d-6e54-7243-95f9-" + String(n).padStart(12, "0"), journal: "01a21d3d-6e54-7243-95f9-83ed13be26bd",
        seq: n, hlc: "019a21d36e540000", at: "2026-01-01T00:00:00.000Z", actor: "1", kind: "device.registered", v: 1,
        subjects: ["device:5f2b1c3a-8e54-5243-85f9-" + String(n).padStart(12, "0")], store: null,
        payload: { category: "blender", device: "5f2b1c3a-8e54-5243-85f9-" + String(n).padStart(12, "0"),
          model: "frost", serial: "RF-" + String(n).padStart(6, "0") },
      });
    }
    await database.bulkDocs(docs);
  }
}

async function replicate() {
  const near = new PouchDB(path.join(folder, "client"));
  const far = new PouchDB(`http://127.0.0.1:${port}/fleet`);
  const writer = verb === "push" ? near : new PouchDB(path.join(folder, "writer"));
  await fill(writer);
  await far.info();
  if (verb === "pull") await PouchDB.replicate(writer, far, { batch_size: 500 });
  const [source, target] = verb === "push" ? [near, far] : [far, near];
  const began = process.hrtime.bigint();
  const result = await PouchDB.replicate(source, target, { batch_size: Number(batch) });
  const seconds = Number(process.hrtime.bigint() - began) / 1e9;
  if (!result.ok || result.docs_written !== Number(documents)) throw new Error(JSON.stringify(result));
  console.log(seconds);
  process.exit(0);
}

verb === "serve" ? serve() : replicate();
