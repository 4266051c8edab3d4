export { MAX_TEXT, ParleyClient } from "./client.js";
export { browserStorage, randomId } from "./storage.js";
export { claimsOf } from "./tokens.js";
