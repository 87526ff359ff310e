import{a}from"./chunk-PX6REH5O.js";import"./chunk-OOJM4CTU.js";export default a();
