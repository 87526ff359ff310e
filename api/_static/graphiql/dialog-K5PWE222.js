import{a}from"./chunk-BXVJVED2.js";import"./chunk-PX6REH5O.js";import"./chunk-OOJM4CTU.js";export default a();
