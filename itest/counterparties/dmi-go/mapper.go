// A mapper in Go, on grpc-go: registers, reports a counter for each property of its devices, and prints what it is told.
//
// Usage: mapper <dmi socket> <own socket> <name> <protocol> <report every ms> <target>
// The target is what is dialled: "path" as KubeEdge's mappers do it, whose :authority is the path itself, or "unix".
package main

import (
	"context"
	"fmt"
	"net"
	"os"
	"strconv"
	"sync"
	"time"

	dmi "dmi/v1beta1"

	"google.golang.org/grpc"
)

type mapper struct {
	dmi.UnimplementedDeviceMapperServiceServer
	lock    sync.Mutex
	devices map[string]*dmi.Device
}

func (m *mapper) keep(word string, device *dmi.Device) {
	m.lock.Lock()
	defer m.lock.Unlock()
	m.devices[device.Namespace+"/"+device.Name] = device
	fmt.Printf("%s %s/%s\n", word, device.Namespace, device.Name)
}

func (m *mapper) RegisterDevice(_ context.Context, r *dmi.RegisterDeviceRequest) (*dmi.RegisterDeviceResponse, error) {
	m.keep("RegisterDevice", r.Device)
	return &dmi.RegisterDeviceResponse{DeviceName: r.Device.Name, DeviceNamespace: r.Device.Namespace}, nil
}

func (m *mapper) UpdateDevice(_ context.Context, r *dmi.UpdateDeviceRequest) (*dmi.UpdateDeviceResponse, error) {
	m.keep("UpdateDevice", r.Device)
	return &dmi.UpdateDeviceResponse{}, nil
}

func (m *mapper) RemoveDevice(_ context.Context, r *dmi.RemoveDeviceRequest) (*dmi.RemoveDeviceResponse, error) {
	m.lock.Lock()
	defer m.lock.Unlock()
	delete(m.devices, r.DeviceNamespace+"/"+r.DeviceName)
	fmt.Printf("RemoveDevice %s/%s\n", r.DeviceNamespace, r.DeviceName)
	return &dmi.RemoveDeviceResponse{}, nil
}

func (m *mapper) report(manager dmi.DeviceManagerServiceClient, count int) {
	m.lock.Lock()
	defer m.lock.Unlock()
	for _, device := range m.devices {
		var twins []*dmi.Twin
		for _, property := range device.Spec.Properties {
			value := strconv.Itoa(count)
			if property.Desired != nil && property.Desired.Value != "" {
				value = property.Desired.Value
			}
			twins = append(twins, &dmi.Twin{PropertyName: property.Name, Reported: &dmi.TwinProperty{Value: value}})
		}
		_, err := manager.ReportDeviceStatus(context.Background(), &dmi.ReportDeviceStatusRequest{
			DeviceName: device.Name, DeviceNamespace: device.Namespace, ReportedDevice: &dmi.DeviceStatus{Twins: twins}})
		if err != nil {
			fmt.Println("REPORT FAILED", err)
		}
	}
}

func check(err error) {
	if err != nil {
		fmt.Println("FAILED", err)
		os.Exit(1)
	}
}

func main() {
	node, own, name, protocol, every, target := os.Args[1], os.Args[2], os.Args[3], os.Args[4], os.Args[5], os.Args[6]
	options := []grpc.DialOption{grpc.WithInsecure()}
	address := "unix://" + node
	if target == "path" {
		address = node
		options = append(options, grpc.WithContextDialer(func(_ context.Context, path string) (net.Conn, error) {
			return net.Dial("unix", path)
		}))
	}
	connection, err := grpc.Dial(address, options...)
	check(err)
	manager := dmi.NewDeviceManagerServiceClient(connection)
	mapper := &mapper{devices: map[string]*dmi.Device{}}

	listener, err := net.Listen("unix", own)
	check(err)
	server := grpc.NewServer()
	dmi.RegisterDeviceMapperServiceServer(server, mapper)
	go func() { check(server.Serve(listener)) }()

	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	given, err := manager.MapperRegister(ctx, &dmi.MapperRegisterRequest{WithData: true, Mapper: &dmi.MapperInfo{
		Name: name, Version: "v1.13.0", ApiVersion: "v1.0.0", Protocol: protocol, Address: []byte(own)}})
	check(err)
	for _, device := range given.DeviceList {
		mapper.keep("GIVEN", device)
	}
	fmt.Println("REGISTERED with", len(given.DeviceList), "devices")

	pause, err := strconv.Atoi(every)
	check(err)
	for count := 1; ; count++ {
		time.Sleep(time.Duration(pause) * time.Millisecond)
		mapper.report(manager, count)
	}
}
