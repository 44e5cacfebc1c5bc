'use strict';
const { missing } = require('internal_errors');

const os = {
  EOL: '\n',
  devNull: '/dev/null',
  availableParallelism: () => internal.settings.availableParallelism ?? 4,
  platform: () => 'linux',
  type: () => 'Linux',
  arch: () => 'x64',
  endianness: () => 'LE',
  tmpdir: () => '/tmp',
  homedir: () => '/home/user',
  hostname: () => 'playground',
  uptime: () => internal.now() / 1000,
  constants: { signals: { SIGHUP: 1, SIGINT: 2, SIGKILL: 9, SIGTERM: 15 } },
};
for (const name of ['cpus', 'totalmem', 'freemem', 'loadavg', 'networkInterfaces', 'userInfo', 'release', 'version', 'machine']) {
  os[name] = missing(`os.${name}`);
}
module.exports = os;
