import{a}from"./chunk-EJP2Q24E.js";import"./chunk-PX6REH5O.js";import"./chunk-OOJM4CTU.js";export default a();
