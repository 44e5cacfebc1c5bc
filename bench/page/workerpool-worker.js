// An empty job, offered by workerpool.
importScripts("lib/workerpool.js");
workerpool.worker({ empty() {} });
