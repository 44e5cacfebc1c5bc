// An empty job, offered by comlink.
import { expose } from "./lib/comlink.mjs";

expose({ empty() {} });
