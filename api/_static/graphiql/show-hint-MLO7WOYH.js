import{a}from"./chunk-LBFJT5AQ.js";import"./chunk-PX6REH5O.js";import"./chunk-OOJM4CTU.js";export default a();
